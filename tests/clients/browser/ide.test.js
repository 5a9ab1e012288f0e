// The IDE in a browser that can reach this service and nothing else: the tour is there, queries, mutations and subscriptions run, nothing is fetched from elsewhere.
import assert from 'node:assert';
import { test, before, after } from 'node:test';
import { chromium } from 'playwright-core';
import { ask, newOrganization, rename } from '../subscriptions/service.js';

const { BILLING_URL, BILLING_CHROMIUM, BILLING_PICTURES } = process.env;
let browser;
let page;
const complaints = [];

before(async () => {
  browser = await chromium.launch({
    executablePath: BILLING_CHROMIUM,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => message.type() === 'error' && complaints.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => complaints.push(`page: ${error.message}`));
  page.on('requestfailed', (request) => request.failure()?.errorText !== 'net::ERR_ABORTED' && complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()}: ${response.url()}`));
  page.on('request', (request) => /^(https?|wss?):/.test(request.url()) && !request.url().startsWith(BILLING_URL) && complaints.push(`elsewhere: ${request.url()}`));
  await page.goto(`${BILLING_URL}/ide`);
  await page.locator('.cm-content').first().waitFor();
});

after(async () => {
  await picture('end');
  await browser?.close();
});

const picture = (name) => BILLING_PICTURES && page.screenshot({ path: `${BILLING_PICTURES}/${name}.png` });
const send = () => page.getByRole('button', { name: /^Send Request$/i }).first().click();
const result = () => page.locator('app-query-result:visible').first();

// The list of collections is opened first where it is not.
async function openFromTour(name) {
  const document = page.locator('[data-test-id="query-item-title"]').getByText(name, { exact: true });
  const tour = page.locator('app-query-collections').getByText("The README's tour");
  for (let tries = 0; tries < 3 && !(await document.isVisible()); tries++) {
    if (!(await tour.isVisible())) await page.locator('[track-id="show_collections"]').first().click();
    await tour.click();
    await document.waitFor({ timeout: 3_000 }).catch(() => {});
  }
  await document.click();
}

test('the page says what it is, and its first document runs as staff', async () => {
  assert.equal(await page.title(), 'Billing.Orleans, development');
  await send();
  await result().getByText('"STAFF"').first().waitFor();
  await picture('welcome');
});

const visible = (text) => page.getByText(text, { exact: true }).locator('visible=true').first();

test('the schema is described', async () => {
  await visible('Docs').click();
  await page.getByText('root types').locator('visible=true').first().waitFor();
  await picture('docs');
  await visible('Docs').click();
});

test('the tour is a collection, and its first document runs', async () => {
  await openFromTour('01 CreateAccount');
  await page.locator('.cm-content:visible').getByText('CreateAccount').first().waitFor();
  await picture('tour');
  await send();
  await result().getByText('"Globex"').first().waitFor();
  await picture('mutation');
});

test('a subscription hears what happens', async () => {
  const organization = await newOrganization();
  const number = String((await tourCount())).padStart(2, '0');
  await openFromTour(`${number} Events`);
  await page.locator('.cm-content:visible').getByText('organizationEvents').first().waitFor();
  await setVariables(JSON.stringify({ organization }));
  await page.getByRole('button', { name: /Send Request|Subscribe/i }).first().click();
  const heard = page.getByText('Renamed while the browser listens').first();
  for (let tries = 0; tries < 100 && !(await heard.isVisible()); tries++) {
    await rename(organization, `Renamed while the browser listens ${tries}`);
    await heard.waitFor({ timeout: 300 }).catch(() => {});
  }
  assert.ok(await heard.isVisible(), 'no event was shown');
  await picture('subscription');
});

test('what was put into the environment outlives a reload, and an old token does not', async () => {
  await openEnvironment();
  await page.locator('.ant-modal .cm-content:visible, app-environment-manager .cm-content:visible').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText('{"staffToken":"old","organization":"org_put_in_by_hand"}');
  await page.getByRole('button', { name: 'Save', exact: true }).locator('visible=true').last().click();
  await remembered('org_put_in_by_hand');
  // Altair may remember the dialog as open, if the reload is quicker than its memory.
  await page.addLocatorHandler(environmentDialog(), () => page.keyboard.press('Escape'));
  await page.reload();
  await page.locator('.cm-content').first().waitFor();
  await picture('reloaded');
  const { variables, authorization } = await sentFromTour('03 AddCard');
  assert.deepEqual(variables, { organization: 'org_put_in_by_hand' });
  assert.match(authorization, /^Bearer eyJ/);
});

// Altair writes what it remembers a second after the change: a reload before that forgets it.
async function remembered(text) {
  const state = () => page.evaluate(() => new Promise((resolve, reject) => {
    const opened = indexedDB.open('AltairDB');
    opened.onerror = () => reject(opened.error);
    opened.onsuccess = () => {
      const all = opened.result.transaction('appState').objectStore('appState').getAll();
      all.onsuccess = () => {
        opened.result.close();
        resolve(JSON.stringify(all.result.filter(({ key }) => /environments/.test(key))));
      };
    };
  }));
  for (let tries = 0; !(await state()).includes(text); tries++) {
    assert.ok(tries < 200, `${text} was not remembered`);
    await page.waitForTimeout(100);
  }
}

const environmentDialog = () => page.getByText('Manage your environment variables').first();

async function openEnvironment() {
  await page.getByText('No environment').first().click();
  await page.getByText(/^\s*Environments/).locator('visible=true').first().click();
  await environmentDialog().waitFor();
}

// What goes over the wire when a document of the tour is sent as it stands, with the environment's variables in it.
async function sentFromTour(name) {
  await openFromTour(name);
  const title = name.split(' ')[1];
  await page.locator('.cm-content:visible').getByText(title).first().waitFor();
  const [request] = await Promise.all([page.waitForRequest((one) => one.url().endsWith('/graphql') && one.postData()?.includes(title)), send()]);
  return { variables: request.postDataJSON().variables, authorization: (await request.allHeaders()).authorization };
}

test('nothing was complained of, and nothing was fetched from elsewhere', () => assert.deepEqual(complaints, []));

async function tourCount() {
  const start = await page.evaluate(() => JSON.parse(document.getElementById('start').textContent));
  return start.tour.length;
}

// Into the visible window's variables pane, which is opened by its title.
async function setVariables(text) {
  await visible('Variables').click();
  await page.locator('.cm-content:visible').filter({ hasText: '{{organization}}' }).click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(text);
}

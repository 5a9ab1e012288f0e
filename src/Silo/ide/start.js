// Starts the IDE with what the page says: a token of now, and this address. Documents and variables of the last visit
// stay (Altair keeps them in IndexedDB); its environments would stay too, and with them a token that has expired, so they are
// forgotten first.
const { token, query } = JSON.parse(document.getElementById('start').textContent);

const STATE = { database: 'AltairDB', store: 'appState', forgotten: /environments/ };

async function forgetOldToken() {
  const there = await indexedDB.databases();
  if (!there.some((database) => database.name === STATE.database)) return;
  const database = await answerOf(indexedDB.open(STATE.database));
  try {
    const store = database.transaction(STATE.store, 'readwrite').objectStore(STATE.store);
    const keys = await answerOf(store.getAllKeys());
    await Promise.all(keys.filter((key) => STATE.forgotten.test(key)).map((key) => answerOf(store.delete(key))));
  } finally {
    database.close();
  }
}

function answerOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Worth a try only: a browser without storage starts afresh anyway.
await forgetOldToken().catch(() => {});

// The banner for an add-on that would be fetched from elsewhere, which the page's policy forbids: seen already.
localStorage.setItem('altair:db:ai-plugin-showcased', JSON.stringify({ value: true }));

AltairGraphQL.init({
  endpointURL: `${location.origin}/graphql`,
  subscriptionsEndpoint: `${location.origin.replace(/^http/, 'ws')}/graphql`,
  subscriptionsProtocol: 'graphql-ws',
  subscriptionsPayload: { Authorization: 'Bearer {{staffToken}}' },
  initialName: 'Welcome',
  initialQuery: query,
  initialVariables: '{}',
  initialHeaders: { Authorization: 'Bearer {{staffToken}}' },
  initialEnvironments: { base: { title: 'Development', variables: { staffToken: token } } },
  initialSettings: { 'alert.disableUpdateNotification': true },
  disableAccount: true,
});

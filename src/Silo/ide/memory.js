// What Altair remembers from visit to visit, in IndexedDB: read and written here before it starts, since it has no options for it.
const DATABASE = 'AltairDB';
const VERSION = 50;     // its own schema's: another version opens nothing here, and Altair starts without our additions
const ENVIRONMENTS = /environments/;
const TOUR = 'billing-tour';

const answerOf = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function open() {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    const database = request.result;
    if (database.objectStoreNames.length > 0) return;
    const collections = database.createObjectStore('queryCollections', { keyPath: 'id', autoIncrement: true });
    for (const index of ['title', 'parentPath']) collections.createIndex(index, index);
    database.createObjectStore('appState', { keyPath: 'key' });
    database.createObjectStore('selectedFiles', { keyPath: 'id' }).createIndex('windowId', 'windowId');
    database.createObjectStore('localActionLogs', { keyPath: 'id', autoIncrement: true });
  };
  return answerOf(request);
}

// Its environment, as it stands there, with a token of now: what somebody has put in beside it stays, at every instant, since nothing is taken out first.
async function renewVariables(database, asked, token) {
  const store = database.transaction('appState', 'readwrite').objectStore('appState');
  for (const { key, value } of await answerOf(store.getAll())) {
    if (!ENVIRONMENTS.test(key)) continue;
    const renewed = renew(value, asked, token);
    await answerOf(renewed ? store.put({ key, value: renewed }) : store.delete(key));
  }
}

// Nothing where another version has written it: Altair starts with a new one.
function renew(stored, asked, token) {
  try {
    const environments = JSON.parse(stored);
    environments.base.variablesJson = JSON.stringify({ ...asked, ...JSON.parse(environments.base.variablesJson), staffToken: token });
    return JSON.stringify(environments);
  } catch {
    return undefined;
  }
}

// The tour's documents as a collection, as they are now; collections of the visitor's own stay.
async function putTour(database, tour, window) {
  const now = Date.now();
  const queries = tour.map(({ name, query, variables }) => ({
    version: 1, type: 'window', id: `${TOUR}-${name}`, windowName: name, query,
    variables: JSON.stringify(Object.fromEntries(variables.map((variable) => [variable, `{{${variable}}}`])), null, 2),
    ...window, created_at: now, updated_at: now,
  }));
  const store = database.transaction('queryCollections', 'readwrite').objectStore('queryCollections');
  await answerOf(store.put({ id: TOUR, title: "The README's tour", queries, storageType: 'local', workspaceId: 'local', parentPath: '', created_at: now, updated_at: now }));
}

// Worth a try only: a browser without storage starts afresh anyway.
export async function prepare({ tour, window, asked, token }) {
  try {
    const database = await open();
    try {
      await renewVariables(database, asked, token);
      await putTour(database, tour, window);
    } finally {
      database.close();
    }
  } catch {
    // Altair starts without the tour, and with a new environment where it finds none.
  }
}

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

// Takes its environments out of its memory: they hold a token that has expired. What somebody has put there beside it is given back.
async function takeVariables(database) {
  const store = database.transaction('appState', 'readwrite').objectStore('appState');
  const variables = {};
  for (const { key, value } of await answerOf(store.getAll())) {
    if (!ENVIRONMENTS.test(key)) continue;
    await answerOf(store.delete(key));
    Object.assign(variables, variablesOf(value));
  }
  return variables;
}

function variablesOf(stored) {
  try {
    return JSON.parse(JSON.parse(stored).base.variablesJson);
  } catch {
    return {};      // written by another version: nothing to give back
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

// Returns the variables of the last visit. Worth a try only: a browser without storage starts afresh anyway.
export async function prepare(tour, window) {
  try {
    const database = await open();
    try {
      const variables = await takeVariables(database);
      await putTour(database, tour, window);
      return variables;
    } finally {
      database.close();
    }
  } catch {
    return {};
  }
}

// Starts the IDE with what the page says: a token of now, this address, the tour. Documents and variables of the last visit stay.
import { prepare } from './memory.js';

const { token, query, tour } = JSON.parse(document.getElementById('start').textContent);

const apiUrl = `${location.origin}/graphql`;
const subscriptionUrl = apiUrl.replace(/^http/, 'ws');
const authorization = { Authorization: 'Bearer {{staffToken}}' };

const window = {
  apiUrl, subscriptionUrl, headers: [{ key: 'Authorization', value: authorization.Authorization, enabled: true }],
  subscriptionConnectionParams: JSON.stringify(authorization), subscriptionRequestHandlerId: 'graphql-ws', subscriptionUseDefaultRequestHandler: false,
};
const asked = Object.fromEntries(tour.flatMap((document) => document.variables).map((variable) => [variable, '']));
await prepare({ tour, window, asked, token });

// The banner for an add-on that would be fetched from elsewhere, which the page's policy forbids: seen already.
localStorage.setItem('altair:db:ai-plugin-showcased', JSON.stringify({ value: true }));

AltairGraphQL.init({
  endpointURL: apiUrl,
  subscriptionsEndpoint: subscriptionUrl,
  initialSubscriptionRequestHandlerId: 'graphql-ws',
  initialSubscriptionsPayload: authorization,
  initialName: 'Welcome',
  initialQuery: query,
  initialVariables: '{}',
  initialHeaders: authorization,
  initialEnvironments: { base: { title: 'Development', variables: { ...asked, staffToken: token } } },
  initialSettings: { 'alert.disableUpdateNotification': true },
  disableAccount: true,
});

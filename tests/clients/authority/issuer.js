// An OpenID Connect issuer on this machine: `node authority/issuer.js [port]` prints its address, and ends with its standard input.
// Its clients are callers of the service; each gets access tokens for the audience "billing" by its own credentials.
// A key of its own at every start: starting it again on its port is what a rotation of keys looks like.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import Provider from 'oidc-provider';

const ROLES = { ann: 'STAFF', meter: 'SERVICE', nobody: undefined };

const server = createServer((request, response) => answer(request, response));
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1');
await once(server, 'listening');
const issuer = `http://127.0.0.1:${server.address().port}`;

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const provider = new Provider(issuer, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: `key-${Date.now()}` }] },
  clients: Object.keys(ROLES).map((id) => ({
    client_id: id,
    client_secret: `${id}-secret`,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  })),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (context, resource) => ({ scope: 'bill', audience: audienceOf(resource), accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } }),
    },
  },
  extraTokenClaims: (context, token) => ({ role: ROLES[token.clientId] }),
  ttl: { ClientCredentials: 600 },
});
const answer = provider.callback();
console.log(issuer);
process.stdin.resume().on('end', () => process.exit(0));

// The resource is named by an address; the service's audience is its last part: billing, or another service's.
function audienceOf(resource) {
  return new URL(resource).pathname.slice(1);
}

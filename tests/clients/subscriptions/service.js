// What the files here share: the service that was started for them, an organization of its own for each, and events on demand.
const { BILLING_URL, BILLING_TOKEN } = process.env;

export const url = `${BILLING_URL}/graphql`;
export const socketUrl = url.replace(/^http/, 'ws');
export const authorization = `Bearer ${BILLING_TOKEN}`;

export const EVENTS = `subscription Events($organization: ID!, $after: String) {
  organizationEvents(organizationId: $organization, after: $after) { sequence cursor ... on OrganizationUpdated { name } }
}`;

export async function ask(query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export async function newOrganization() {
  const { createAccount } = await ask('mutation { createAccount(input: { name: "Clients" }) { account { id } } }');
  const { createOrganization } = await ask(
    `mutation($account: ID!) {
      createOrganization(input: { accountId: $account, name: "Clients", owner: { name: "O", email: "o@clients.example" } }) { organization { id } }
    }`,
    { account: createAccount.account.id },
  );
  return createOrganization.organization.id;
}

export const rename = (organization, name) =>
  ask('mutation($organization: ID!, $name: String!) { updateOrganization(input: { organizationId: $organization, name: $name }) { errors { code } } }', {
    organization,
    name,
  });

export async function firstCursor(organization) {
  const data = await ask('query($organization: ID!) { organization(id: $organization) { events(first: 1) { pageInfo { endCursor } } } }', { organization });
  return data.organization.events.pageInfo.endCursor;
}

// Orleans has an ErrorCode of its own; here the word is the API's.
global using ErrorCode = Billing.Domain.Organizations.ErrorCode;

namespace Billing.Domain.Seats;

/// <summary>The seats that a customer can buy for himself (R28).</summary>
public enum SeatType
{
    FullTime,
    Collaborator,
}

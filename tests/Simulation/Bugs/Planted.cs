using Billing.Contracts.ReadModel;
using Billing.Domain.Organizations;
using Billing.Domain.Payments;
using Billing.Grains.Journal;
using Billing.Grains.Organizations;
using Billing.Simulation.Tests.Running;
using Billing.Simulation.Tests.World;

namespace Billing.Simulation.Tests.Bugs;

/// <summary>Puts a mistake between the engine and what it reaches; nothing of the product knows of it.</summary>
internal static class Planted
{
    public static IJournal Journal(History history, Process process, IJournal journal, Wire wire) => journal;

    public static IPaymentProvider Provider(History history, Process process, IPaymentProvider provider) => provider;

    public static IEventReads Reads(History history, IEventReads reads) => reads;

    public static IIdSource Ids(History history, IIdSource ids) => ids;

    public static IMailDelivery Mail(History history, Process process, IMailDelivery mail) => mail;
}

namespace OptaPS.Clouds.Azure.State;

/// <summary>Where in Azure a container for states lies.</summary>
/// <param name="Subscription">The subscription's id.</param>
/// <param name="Group">The resource group.</param>
/// <param name="Account">The storage account: 3 to 24 lower-case letters and digits.</param>
/// <param name="Container">The container.</param>
public sealed record StorageAccountPlace(string Subscription, string Group, string Account, string Container)
{
    internal string GroupId => $"/subscriptions/{Uri.EscapeDataString(Subscription)}/resourcegroups/{Uri.EscapeDataString(Group)}";

    internal string AccountId => $"/subscriptions/{Uri.EscapeDataString(Subscription)}/resourceGroups/{Uri.EscapeDataString(Group)}/providers/Microsoft.Storage/storageAccounts/{Uri.EscapeDataString(Account)}";

    internal string ServiceId => AccountId + "/blobServices/default";

    internal string ContainerId => $"{ServiceId}/containers/{Uri.EscapeDataString(Container)}";
}

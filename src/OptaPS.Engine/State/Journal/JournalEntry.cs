using System.Text.Json.Serialization;

namespace OptaPS.Engine.State.Journal;

/// <summary>One fact in a journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(IntentEntry), "intent")]
[JsonDerivedType(typeof(HandleEntry), "handle")]
[JsonDerivedType(typeof(DoneEntry), "done")]
[JsonDerivedType(typeof(FailedEntry), "failed")]
[JsonDerivedType(typeof(ForgottenEntry), "forgotten")]
[JsonDerivedType(typeof(MovedEntry), "moved")]
[JsonDerivedType(typeof(ProtectionEntry), "protection")]
[JsonDerivedType(typeof(OwnerEntry), "owner")]
[JsonDerivedType(typeof(LookupEntry), "lookup")]
[JsonDerivedType(typeof(OutputsEntry), "outputs")]
[JsonDerivedType(typeof(DefaultsEntry), "defaults")]
[JsonDerivedType(typeof(OverlaySetEntry), "overlay")]
[JsonDerivedType(typeof(OverlayRemovedEntry), "overlay-removed")]
internal abstract record JournalEntry;

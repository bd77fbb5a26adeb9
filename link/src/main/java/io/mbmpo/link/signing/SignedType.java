package io.mbmpo.link.signing;

/** What may be signed; the name is part of the signature. */
public enum SignedType {
  POLICY_SNAPSHOT("PolicySnapshot"),
  ROLLOUT_PLAN("RolloutPlan");

  private final String wireName;

  SignedType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}

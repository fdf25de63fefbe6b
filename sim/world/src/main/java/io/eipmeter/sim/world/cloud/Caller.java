package io.eipmeter.sim.world.cloud;

/**
 * Who calls.
 *
 * @param account of the access key
 * @param operator may do what only the operator of the addresses may: pools, quotas, locks
 * @param source address it called from
 */
public record Caller(
    String account, String accessKeyId, boolean operator, String source, String userAgent) {
  /** The control plane itself, when time alone changes something. */
  static Caller itself(String account) {
    return new Caller(account, "", true, "control-plane", "");
  }
}

package io.eipmeter.sim.world.api;

/**
 * Who may call.
 *
 * @param operator of the addresses: may see all accounts and keep pools
 */
public record AccessKey(String id, String secret, String account, boolean operator) {
  private static final String OPERATOR = "operator";

  /**
   * Reads {@code id:secret:account}; account {@code operator} is the operator's.
   *
   * @throws IllegalArgumentException if it is not that
   */
  public static AccessKey parse(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
      throw new IllegalArgumentException("an access key is id:secret:account, was " + text);
    }
    return new AccessKey(parts[0], parts[1], parts[2], parts[2].equals(OPERATOR));
  }
}

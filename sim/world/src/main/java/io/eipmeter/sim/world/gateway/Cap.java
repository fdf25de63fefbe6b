package io.eipmeter.sim.world.gateway;

/** What limits one direction of an EIP now: a bucket of its own, or that of a shared bandwidth. */
final class Cap {
  private TokenBucket own;
  private TokenBucket inForce;

  Cap(TokenBucket own) {
    this.own = own;
    inForce = own;
  }

  long admit(long bytes, long packets, long nowMs) {
    return inForce.admit(bytes, packets, nowMs);
  }

  /** The EIP is in a shared bandwidth. */
  void share(TokenBucket shared) {
    inForce = shared;
  }

  /** The EIP is on its own, with this maximum. */
  void alone(long bitsPerSecond, long nowMs) {
    if (inForce != own) {
      own = new TokenBucket(bitsPerSecond, nowMs); // what it had before it joined is long gone
      inForce = own;
    } else {
      own.change(bitsPerSecond, nowMs);
    }
  }
}

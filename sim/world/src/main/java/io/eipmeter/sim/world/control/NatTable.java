package io.eipmeter.sim.world.control;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.Dice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The SNAT and DNAT entries of a NAT gateway, and the hosts behind it. */
public interface NatTable {
  /**
   * A host behind it that begins a session.
   *
   * @param eips of the SNAT entry it is in: any of them may be taken
   */
  record Source(Address host, List<Eip> eips) {}

  /**
   * A DNAT entry.
   *
   * @param port of the EIP
   * @param host to which it leads, and to which port there
   * @param tcp or else UDP
   */
  record Forward(int port, Address host, int hostPort, boolean tcp) {}

  /**
   * One of those behind it.
   *
   * @param asked an EIP of the gateway, which the session may get
   * @return null if that is in no SNAT entry
   */
  @Nullable Source source(Eip asked, Dice dice);

  /**
   * The EIP that an instance behind it has for itself now.
   *
   * @param asked an EIP of the gateway
   */
  @Nullable Eip ownEip(Eip asked, Address host);

  /** A DNAT entry of the EIP; null where there is none, or its host has an EIP of its own. */
  @Nullable Forward forward(Eip eip, Dice dice);
}

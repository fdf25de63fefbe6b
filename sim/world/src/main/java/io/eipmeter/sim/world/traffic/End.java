package io.eipmeter.sim.world.traffic;

import io.eipmeter.sim.world.Address;
import io.eipmeter.sim.world.export.FlowPath;

/**
 * One end of a conversation.
 *
 * @param inside what the gateway sees on the inside
 * @param outside what it sees on the outside
 * @param translated whether these differ
 */
record End(Address inside, int insidePort, Address outside, int outsidePort, boolean translated) {
  /** Nothing is translated. */
  static End plain(Address address, int port) {
    return new End(address, port, address, port, false);
  }

  /** What another gateway sees of it. */
  End seenOutside() {
    return plain(outside, outsidePort);
  }

  /**
   * The way from here: the source is translated on the way out, the destination on the way in;
   * between two of ours both.
   */
  FlowPath to(End to, int ipProtocol, boolean outbound) {
    return new FlowPath(
        inside,
        insidePort,
        to.outside,
        to.outsidePort,
        ipProtocol,
        translated || to.translated,
        outside,
        outsidePort,
        to.inside,
        to.insidePort,
        outbound ? 1 : 2,
        outbound ? 2 : 1,
        outbound);
  }
}

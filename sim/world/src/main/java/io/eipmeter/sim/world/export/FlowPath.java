package io.eipmeter.sim.world.export;

import io.eipmeter.sim.world.Address;

/**
 * One direction of a conversation as the gateway sees it: before and after translation.
 *
 * @param translated whether the gateway rewrote addresses; if not, the post fields repeat the
 *     others
 * @param inIf ifIndex where it entered, 1 the inside, 2 the outside
 * @param egress whether it was metered while leaving (flowDirection 61: 1), as outbound traffic is
 */
public record FlowPath(
    Address src,
    int srcPort,
    Address dst,
    int dstPort,
    int ipProtocol,
    boolean translated,
    Address postSrc,
    int postSrcPort,
    Address postDst,
    int postDstPort,
    int inIf,
    int outIf,
    boolean egress) {

  public static FlowPath plain(
      Address src, int srcPort, Address dst, int dstPort, int ipProtocol, boolean outbound) {
    return new FlowPath(
        src,
        srcPort,
        dst,
        dstPort,
        ipProtocol,
        false,
        src,
        srcPort,
        dst,
        dstPort,
        outbound ? 1 : 2,
        outbound ? 2 : 1,
        outbound);
  }

  /** The same on the Internet's side, where nothing of the translation is to be seen. */
  public FlowPath outside() {
    return plain(postSrc, postSrcPort, dst, dstPort, ipProtocol, egress);
  }

  /** The same metered while it entered, or while it left. */
  public FlowPath meteredAt(boolean atEgress) {
    return new FlowPath(
        src,
        srcPort,
        dst,
        dstPort,
        ipProtocol,
        translated,
        postSrc,
        postSrcPort,
        postDst,
        postDstPort,
        inIf,
        outIf,
        atEgress);
  }

  public boolean isIpv4() {
    return src.isIpv4();
  }
}

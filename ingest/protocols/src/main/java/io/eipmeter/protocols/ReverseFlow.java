package io.eipmeter.protocols;

/** The other direction of a biflow (RFC 5103), as a flow of its own. */
final class ReverseFlow {
  private ReverseFlow() {}

  /** Everything of the reverse flow that follows from the forward one. */
  static void fill(Flow b, Flow f) {
    boolean sourceTranslated = f.has(Flow.POST_NAT_SRC);
    boolean targetTranslated = f.has(Flow.POST_NAT_DST);
    int kept = Flow.IP_PROTOCOL | Flow.TIMES | Flow.SAMPLING_RATE | Flow.NAT_EVENT | Flow.DIRECTION;
    b.present =
        f.present & kept
            | swap(f.present, Flow.SRC, Flow.DST)
            | swap(f.present, Flow.SRC_PORT, Flow.DST_PORT)
            | swap(f.present, Flow.IN_IF, Flow.OUT_IF)
            | swap(f.present, Flow.POST_NAT_SRC, Flow.POST_NAT_DST)
            | swap(f.present, Flow.POST_NAT_SRC_PORT, Flow.POST_NAT_DST_PORT);
    b.protocol = f.protocol;
    b.domain = f.domain;
    b.receivedMs = f.receivedMs;
    b.srcHigh = targetTranslated ? f.postNatDstHigh : f.dstHigh;
    b.srcLow = targetTranslated ? f.postNatDstLow : f.dstLow;
    b.dstHigh = sourceTranslated ? f.postNatSrcHigh : f.srcHigh;
    b.dstLow = sourceTranslated ? f.postNatSrcLow : f.srcLow;
    b.postNatSrcHigh = targetTranslated ? f.dstHigh : 0;
    b.postNatSrcLow = targetTranslated ? f.dstLow : 0;
    b.postNatDstHigh = sourceTranslated ? f.srcHigh : 0;
    b.postNatDstLow = sourceTranslated ? f.srcLow : 0;
    boolean targetPort = f.has(Flow.POST_NAT_DST_PORT);
    boolean sourcePort = f.has(Flow.POST_NAT_SRC_PORT);
    b.srcPort = targetPort ? f.postNatDstPort : f.dstPort;
    b.dstPort = sourcePort ? f.postNatSrcPort : f.srcPort;
    b.postNatSrcPort = targetPort ? f.dstPort : 0;
    b.postNatDstPort = sourcePort ? f.srcPort : 0;
    b.ipProtocol = f.ipProtocol;
    b.inIf = f.outIf;
    b.outIf = f.inIf;
    b.direction = f.has(Flow.DIRECTION) ? 1 - (f.direction & 1) : 0;
    b.natEvent = f.natEvent;
    b.samplingRate = f.samplingRate;
    b.samplingSize = f.samplingSize;
    b.samplingRateUnknown = f.samplingRateUnknown;
    b.timesCorrected = f.timesCorrected;
  }

  private static int swap(int present, int one, int other) {
    return ((present & one) != 0 ? other : 0) | ((present & other) != 0 ? one : 0);
  }
}

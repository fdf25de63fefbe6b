package io.eipmeter.protocols;

/** Where a {@link FlowPlan} keeps the position of each value a flow is made of. */
final class Slot {
  static final int SRC_PORT = 0;
  static final int DST_PORT = 1;
  static final int IP_PROTOCOL = 2;
  static final int BYTES = 3;
  static final int PACKETS = 4;
  static final int TCP_FLAGS = 5;
  static final int IN_IF = 6;
  static final int OUT_IF = 7;
  static final int START = 8;
  static final int END = 9;
  static final int SRC4 = 10;
  static final int DST4 = 11;
  static final int SRC6 = 12;
  static final int DST6 = 13;
  static final int POST_NAT_SRC4 = 14;
  static final int POST_NAT_DST4 = 15;
  static final int POST_NAT_SRC6 = 16;
  static final int POST_NAT_DST6 = 17;
  static final int POST_NAT_SRC_PORT = 18;
  static final int POST_NAT_DST_PORT = 19;
  static final int NAT_EVENT = 20;
  static final int DIRECTION = 21;
  static final int DROPPED_BYTES = 22;
  static final int DROPPED_PACKETS = 23;
  static final int DURATION = 24;
  static final int INIT_TIME = 25;
  static final int SAMPLER = 26;
  static final int RATE = 27;
  static final int SAMPLED = 28;
  static final int SKIPPED = 29;
  static final int POPULATION = 30;
  static final int REVERSE_BYTES = 31;
  static final int REVERSE_PACKETS = 32;
  static final int REVERSE_TCP_FLAGS = 33;
  static final int REVERSE_START = 34;
  static final int REVERSE_END = 35;
  static final int REVERSE_DROPPED_BYTES = 36;
  static final int REVERSE_DROPPED_PACKETS = 37;
  static final int PROBABILITY = 38;
  static final int LINE_CARD = 39;
  static final int TEMPLATE_ID = 40;
  static final int DOMAIN_ID = 41;
  static final int END_REASON = 42;
  static final int PAYLOAD = 43;
  static final int REVERSE_PAYLOAD = 44;
  static final int OUT_BYTES = 45;
  static final int OUT_PACKETS = 46;
  static final int FORWARDING_STATUS = 47;
  static final int COUNT = 48;

  private Slot() {}
}

package io.eipmeter.protocols;

/**
 * A template as its exporter defined it, with the plan compiled from it. Only the definition and
 * {@link #seenAtArrival} are checkpointed.
 */
final class Template {
  /** RFC 5103 section 6.1: the enterprise number that marks the reverse direction of an element. */
  static final long REVERSE_ENTERPRISE = 29305;

  /** RFC 7011 section 7: the length that says the length stands before each value. */
  static final int VARIABLE = 0xffff;

  /** More fields than this are no template of a real exporter, but an attack on memory. */
  static final int MAX_FIELDS = 2048;

  final Protocol protocol;
  final int id;

  /** How many of the first fields are scope; -1 where this is no options template. */
  final int scopeFields;

  final int[] elements;
  final int[] lengths;

  /** Enterprise numbers; 0 for IANA's own. */
  final long[] enterprises;

  final FlowPlan plan;

  /** Arrival number of the datagram that last carried this definition. */
  long seenAtArrival;

  /** False from a restart of the exporter until the definition is seen again. */
  boolean confirmed = true;

  Template(
      Protocol protocol,
      int id,
      int scopeFields,
      int[] elements,
      int[] lengths,
      long[] enterprises) {
    this.protocol = protocol;
    this.id = id;
    this.scopeFields = scopeFields;
    this.elements = elements;
    this.lengths = lengths;
    this.enterprises = enterprises;
    this.plan = FlowPlan.compile(this);
  }

  boolean options() {
    return scopeFields >= 0;
  }

  /**
   * Whether the field specifiers from {@code from} on are this template's; they are as many.
   *
   * @return where they end, or -1 if they differ
   */
  int sameFields(boolean enterpriseBit, byte[] bytes, int from, int to) {
    int at = from;
    for (int i = 0; i < elements.length; i++) {
      boolean enterprise = enterpriseBit && enterprises[i] != 0;
      int size = enterprise ? 8 : 4;
      if (to - at < size
          || BigEndian.u16(bytes, at) != (enterprise ? elements[i] | 0x8000 : elements[i])
          || BigEndian.u16(bytes, at + 2) != lengths[i]
          || enterprise && BigEndian.u32(bytes, at + 4) != (enterprises[i] & 0xffff_ffffL)) {
        return -1;
      }
      at += size;
    }
    return at;
  }

  void write(StateWriter out) {
    out.number(id);
    out.number(scopeFields + 1);
    out.number(elements.length);
    for (int i = 0; i < elements.length; i++) {
      out.number(elements[i]);
      out.number(lengths[i]);
      out.number(enterprises[i]);
    }
    out.number(seenAtArrival);
    out.flag(confirmed);
  }

  static Template read(Protocol protocol, StateReader in) {
    int id = in.smallNumber(0xffff);
    int scopeFields = in.smallNumber(MAX_FIELDS + 1) - 1;
    int count = in.smallNumber(MAX_FIELDS);
    int[] elements = new int[count];
    int[] lengths = new int[count];
    long[] enterprises = new long[count];
    for (int i = 0; i < count; i++) {
      elements[i] = in.smallNumber(0xffff);
      lengths[i] = in.smallNumber(0xffff);
      enterprises[i] = in.number();
    }
    Template template = new Template(protocol, id, scopeFields, elements, lengths, enterprises);
    template.seenAtArrival = in.number();
    template.confirmed = in.flag();
    return template;
  }
}

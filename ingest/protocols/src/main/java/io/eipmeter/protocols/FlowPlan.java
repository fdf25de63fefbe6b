package io.eipmeter.protocols;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to get a flow out of a record of one template. Each value is read as the eight bytes that end
 * where its field ends, and masked to the field's length; a value the template lacks has the mask
 * zero. So one straight line of code serves all templates and lengths (RATIONALE.md, "Why no
 * instructions?").
 */
final class FlowPlan {
  private static final int REVERSE = 1 << 16;
  private static final int NO_ELEMENT = -1;

  /** A position that can always be read: a record has a header of more than eight bytes before. */
  private static final int ABSENT = -8;

  /** Where the last eight bytes of each slot's field start, from the start of its segment. */
  final int[] at = new int[Slot.COUNT];

  final long[] mask = new long[Slot.COUNT];

  /**
   * Which run of fixed fields a slot is in: run 0 starts with the record, run n after the n-th
   * variable-length field. A slot that is itself the n-th variable field has ~n.
   */
  final int[] segment = new int[Slot.COUNT];

  /** Lengths of the runs of fixed fields; more than one where there are variable fields. */
  int[] runLengths = {0};

  final int templateId;

  /** The record's length, or its least length where it has variable fields. */
  int recordLength;

  /** The fields of {@link Flow#present} that each record of this template has. */
  int present;

  int startForm = TimeForm.NONE;
  int endForm = TimeForm.NONE;
  int reverseStartForm = TimeForm.NONE;
  int reverseEndForm = TimeForm.NONE;

  /** Microseconds a unit of the duration field has. */
  int durationUnitMicros;

  /** Some of what {@link RecordCounts} reads. */
  boolean unusual;

  /** The counts are totals, not deltas. */
  boolean totals;

  /** The counts are of layer 4. */
  boolean payload;

  /** There is a second count of bytes, after the exporter or of the other direction. */
  boolean outBytes;

  /** The counts of the other direction of a biflow are totals. */
  boolean reverseTotals;

  boolean nat;
  boolean rare;
  boolean reverse;
  boolean src4;
  boolean src6;
  boolean dst4;
  boolean dst6;
  boolean uptime;

  /** Records tell a start or an end. */
  boolean timed;

  /** The record itself tells its sampling rate. */
  boolean ownRate;

  /** The record names its sampler. */
  boolean sampler;

  private final Map<Integer, Field> fields = new HashMap<>();

  private record Field(int offset, int length, int segment) {}

  private FlowPlan(int templateId) {
    this.templateId = templateId;
    Arrays.fill(at, ABSENT);
  }

  boolean variable() {
    return runLengths.length > 1;
  }

  static FlowPlan compile(Template template) {
    FlowPlan plan = new FlowPlan(template.id);
    plan.locate(template);
    plan.assign(template.protocol == Protocol.NETFLOW9);
    plan.fields.clear();
    return plan;
  }

  /** Finds where each element stands. Of a repeated one, the first with a length counts. */
  private void locate(Template template) {
    int offset = 0;
    int segmentIndex = 0;
    for (int i = 0; i < template.elements.length; i++) {
      int length = template.lengths[i];
      boolean variable = length == Template.VARIABLE; // some exporters of v9 use it too
      long enterprise = template.enterprises[i];
      boolean scope = template.protocol == Protocol.NETFLOW9 && i < template.scopeFields;
      int element = scope ? elementOfScope(template.elements[i]) : template.elements[i];
      if (length > 0
          && element != NO_ELEMENT
          && (enterprise == 0 || enterprise == Template.REVERSE_ENTERPRISE)) {
        int key = element | (enterprise == 0 ? 0 : REVERSE);
        fields.putIfAbsent(key, new Field(offset, length, variable ? ~segmentIndex : segmentIndex));
      }
      if (variable) {
        runLengths[segmentIndex] = offset;
        segmentIndex++;
        runLengths = Arrays.copyOf(runLengths, segmentIndex + 1);
        recordLength += offset + 1;
        offset = 0;
      } else {
        offset += length;
      }
    }
    runLengths[segmentIndex] = offset;
    recordLength += offset;
  }

  /** NetFlow v9 numbers its scope types apart from its field types (RFC 3954 section 6.1). */
  private static int elementOfScope(int type) {
    return switch (type) {
      case 2 -> 10; // interface
      case 3 -> 141; // line card
      case 5 -> 145; // template
      default -> NO_ELEMENT; // system, cache
    };
  }

  private void assign(boolean netflow9) {
    number(Slot.SRC_PORT, Flow.SRC_PORT, 7, 180, 182);
    number(Slot.DST_PORT, Flow.DST_PORT, 11, 181, 183);
    number(Slot.IP_PROTOCOL, Flow.IP_PROTOCOL, 4);
    assignCounts(netflow9);
    number(Slot.TCP_FLAGS, Flow.TCP_FLAGS, 6);
    number(Slot.IN_IF, Flow.IN_IF, 10, 252);
    number(Slot.OUT_IF, Flow.OUT_IF, 14, 253);
    src4 = address(Slot.SRC4, Flow.SRC, 8, 4);
    src6 = address(Slot.SRC6, Flow.SRC, 27, 16);
    dst4 = address(Slot.DST4, Flow.DST, 12, 4);
    dst6 = address(Slot.DST6, Flow.DST, 28, 16);
    nat = address(Slot.POST_NAT_SRC4, Flow.POST_NAT_SRC, 225, 4);
    nat |= address(Slot.POST_NAT_DST4, Flow.POST_NAT_DST, 226, 4);
    nat |= address(Slot.POST_NAT_SRC6, Flow.POST_NAT_SRC, 281, 16);
    nat |= address(Slot.POST_NAT_DST6, Flow.POST_NAT_DST, 282, 16);
    nat |= number(Slot.POST_NAT_SRC_PORT, Flow.POST_NAT_SRC_PORT, 227);
    nat |= number(Slot.POST_NAT_DST_PORT, Flow.POST_NAT_DST_PORT, 228);
    if (netflow9) { // Cisco ASA before 8.4: the translated addresses had types of its own
      nat |= address(Slot.POST_NAT_SRC4, Flow.POST_NAT_SRC, 40001, 4);
      nat |= address(Slot.POST_NAT_DST4, Flow.POST_NAT_DST, 40002, 4);
      nat |= number(Slot.POST_NAT_SRC_PORT, Flow.POST_NAT_SRC_PORT, 40003);
      nat |= number(Slot.POST_NAT_DST_PORT, Flow.POST_NAT_DST_PORT, 40004);
    }
    rare = number(Slot.NAT_EVENT, Flow.NAT_EVENT, 230);
    rare |= number(Slot.DIRECTION, Flow.DIRECTION, 61);
    rare |= number(Slot.DROPPED_BYTES, Flow.DROPPED_BYTES, 132, 134);
    rare |= number(Slot.DROPPED_PACKETS, Flow.DROPPED_PACKETS, 133, 135);
    rare |= has(89); // which may make drops of a record
    assignSampling();
    assignTimes();
    reverse = number(Slot.REVERSE_BYTES, 0, REVERSE | 1, REVERSE | 85);
    reverse |= number(Slot.REVERSE_PACKETS, 0, REVERSE | 2, REVERSE | 86);
    reverseTotals = !has(REVERSE | 1) && has(REVERSE | 85);
    number(Slot.REVERSE_TCP_FLAGS, 0, REVERSE | 6);
    number(Slot.REVERSE_DROPPED_BYTES, 0, REVERSE | 132, REVERSE | 134);
    number(Slot.REVERSE_DROPPED_PACKETS, 0, REVERSE | 133, REVERSE | 135);
  }

  private void assignCounts(boolean netflow9) {
    // a Cisco ASA's events have the payload in the total: NSEL's firewall event, or what it was
    boolean nsel = netflow9 && (has(233) || has(40005));
    payload = !has(1) && (number(Slot.PAYLOAD, 0, 231) | number(Slot.REVERSE_PAYLOAD, 0, 232));
    if (nsel && !has(1) && has(85)) {
      payload |= number(Slot.PAYLOAD, 0, 85);
    } else {
      // delta counts before totals, and both before the counts after a middlebox function
      number(Slot.BYTES, Flow.BYTES, 1, 85, 23);
      number(Slot.PACKETS, Flow.PACKETS, 2, 86, 24);
      totals = !has(1) && has(85);
      payload &= !has(85) && !has(23);
    }
    if (netflow9 && has(1)) {
      outBytes = number(Slot.OUT_BYTES, 0, 23);
      number(Slot.OUT_PACKETS, 0, 24);
    }
    boolean status = number(Slot.FORWARDING_STATUS, 0, 89);
    number(Slot.END_REASON, 0, 136);
    unusual = payload || totals || outBytes || status;
  }

  private void assignSampling() {
    sampler = number(Slot.SAMPLER, 0, 302, 48);
    ownRate = number(Slot.RATE, 0, 34, 50);
    ownRate |= number(Slot.PROBABILITY, 0, 311);
    if (has(305) && has(306)) {
      ownRate |= number(Slot.SAMPLED, 0, 305) && number(Slot.SKIPPED, 0, 306);
    } else if (has(309) && has(310)) {
      ownRate |= number(Slot.SAMPLED, 0, 309) && number(Slot.POPULATION, 0, 310);
    } else {
      ownRate |= number(Slot.SAMPLED, 0, 305); // how many are skipped is not told
    }
    number(Slot.LINE_CARD, 0, 141);
    number(Slot.TEMPLATE_ID, 0, 145);
    number(Slot.DOMAIN_ID, 0, 149);
  }

  private void assignTimes() {
    startForm = time(Slot.START, 0, 152, 154, 156, 150, 158, 22);
    endForm = time(Slot.END, 0, 153, 155, 157, 151, 159, 21);
    if (startForm == TimeForm.NONE && endForm == TimeForm.NONE) {
      endForm = time(Slot.END, 0, 323, 324, 325, 322, -1, -1); // observation time, of events
    }
    reverseStartForm = time(Slot.REVERSE_START, REVERSE, 152, 154, 156, 150, 158, 22);
    reverseEndForm = time(Slot.REVERSE_END, REVERSE, 153, 155, 157, 151, 159, 21);
    if (startForm != TimeForm.NONE || endForm != TimeForm.NONE) {
      present |= Flow.TIMES;
      timed = true;
    }
    uptime =
        startForm == TimeForm.UPTIME
            || endForm == TimeForm.UPTIME
            || reverseStartForm == TimeForm.UPTIME
            || reverseEndForm == TimeForm.UPTIME;
    number(Slot.INIT_TIME, 0, 160);
    if (startForm == TimeForm.NONE || endForm == TimeForm.NONE) {
      durationUnitMicros =
          number(Slot.DURATION, 0, 161) ? 1_000 : number(Slot.DURATION, 0, 162) ? 1 : 0;
    }
  }

  private int time(
      int slot, int direction, int ms, int us, int ns, int s, int beforeExport, int uptimeMs) {
    if (number(slot, 0, direction | ms)) {
      return TimeForm.MILLIS;
    }
    if (length(direction | us) == 8 && number(slot, 0, direction | us)) {
      return TimeForm.NTP_MICROS;
    }
    if (length(direction | ns) == 8 && number(slot, 0, direction | ns)) {
      return TimeForm.NTP_NANOS;
    }
    if (number(slot, 0, direction | s)) {
      return TimeForm.SECONDS;
    }
    if (beforeExport > 0 && number(slot, 0, direction | beforeExport)) {
      return TimeForm.MICROS_BEFORE_EXPORT;
    }
    if (uptimeMs > 0 && number(slot, 0, direction | uptimeMs)) {
      return TimeForm.UPTIME;
    }
    return TimeForm.NONE;
  }

  private boolean has(int element) {
    return fields.containsKey(element);
  }

  private int length(int element) {
    @Nullable Field field = fields.get(element);
    return field == null ? 0 : field.length;
  }

  /** Gives a slot the first of the elements that the template has with a length that fits. */
  private boolean number(int slot, int presence, int... elements) {
    for (int element : elements) {
      @Nullable Field field = fields.get(element);
      if (field != null && mask[slot] == 0 && (field.length <= 8 || field.segment < 0)) {
        segment[slot] = field.segment;
        at[slot] = field.offset + field.length - 8;
        // of a variable one each record tells the length
        mask[slot] = field.length >= 8 ? -1 : (1L << 8 * field.length) - 1;
        present |= presence;
        return true;
      }
    }
    return false;
  }

  /** Addresses are read from their start; reduced sizes are not allowed for them. */
  private boolean address(int slot, int presence, int element, int length) {
    @Nullable Field field = fields.get(element);
    if (field == null || field.length != length || mask[slot] != 0) {
      return false;
    }
    segment[slot] = field.segment;
    at[slot] = length == 4 ? field.offset - 4 : field.offset;
    mask[slot] = length == 4 ? 0xffff_ffffL : -1;
    present |= presence;
    return true;
  }
}

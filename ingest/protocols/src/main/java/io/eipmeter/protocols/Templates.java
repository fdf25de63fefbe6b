package io.eipmeter.protocols;

import org.jspecify.annotations.Nullable;

/** Learns the templates of a template set or options template set (RFC 3954 5.2, RFC 7011 3.4). */
final class Templates {
  private static final int LEAST_ID = 256;
  private static final int TEMPLATE_SET = 2;
  private static final int FIELDS_PER_TEMPLATE = 32;

  /** An enterprise number of zero, which is nobody's: not to be taken for IANA's elements. */
  private static final long NO_ENTERPRISE = 1L << 32;

  private final int limit;

  Templates(int limit) {
    this.limit = limit;
  }

  /**
   * Learns the templates from {@code from} to {@code to}.
   *
   * @return why the rest of the set is no good, or null
   */
  @Nullable RejectReason learn(
      ExporterState exporter,
      Domain domain,
      boolean options,
      byte[] bytes,
      int from,
      int to,
      DecodeSink sink) {
    int at = from;
    while (to - at >= 4) {
      int id = BigEndian.u16(bytes, at);
      if (id == 0 && allZero(bytes, at, to)) {
        return null; // padding
      }
      int next =
          domain.key.protocol() == Protocol.NETFLOW9 && options
              ? netflow9Options(exporter, domain, id, bytes, at, to, sink)
              : template(exporter, domain, options, id, bytes, at, to, sink);
      if (next < 0) {
        return next == TOO_MANY ? RejectReason.TOO_MANY_TEMPLATES : RejectReason.BAD_TEMPLATE;
      }
      at = next;
    }
    return null;
  }

  private static final int BAD = -1;
  private static final int TOO_MANY = -2;

  private int netflow9Options(
      ExporterState exporter,
      Domain domain,
      int id,
      byte[] bytes,
      int at,
      int to,
      DecodeSink sink) {
    if (to - at < 6) {
      return allZero(bytes, at, to) ? to : BAD;
    }
    int scopeBytes = BigEndian.u16(bytes, at + 2);
    int optionBytes = BigEndian.u16(bytes, at + 4);
    if (scopeBytes % 4 != 0 || optionBytes % 4 != 0) {
      return BAD;
    }
    int fields = (scopeBytes + optionBytes) / 4;
    return define(exporter, domain, id, scopeBytes / 4, fields, bytes, at + 6, to, sink);
  }

  private int template(
      ExporterState exporter,
      Domain domain,
      boolean options,
      int id,
      byte[] bytes,
      int at,
      int to,
      DecodeSink sink) {
    int fields = BigEndian.u16(bytes, at + 2);
    if (fields == 0 && domain.key.protocol() == Protocol.IPFIX) {
      withdraw(domain, options, id);
      return at + 4;
    }
    if (!options) {
      return define(exporter, domain, id, -1, fields, bytes, at + 4, to, sink);
    }
    if (to - at < 6) {
      return BAD;
    }
    int scopeFields = BigEndian.u16(bytes, at + 4);
    return scopeFields > fields
        ? BAD
        : define(exporter, domain, id, scopeFields, fields, bytes, at + 6, to, sink);
  }

  /** RFC 7011 section 8.1: of one template, or of all of its kind by the id of their set. */
  private static void withdraw(Domain domain, boolean options, int id) {
    if (id == TEMPLATE_SET || id == TEMPLATE_SET + 1) {
      domain.removeAll(options);
    } else {
      domain.remove(id);
    }
  }

  private int define(
      ExporterState exporter,
      Domain domain,
      int id,
      int scopeFields,
      int fields,
      byte[] bytes,
      int at,
      int to,
      DecodeSink sink) {
    if (id < LEAST_ID || fields == 0 || fields > Template.MAX_FIELDS || fields > (to - at) / 4) {
      return BAD;
    }
    boolean ipfix = domain.key.protocol() == Protocol.IPFIX;
    Template known = domain.template(id);
    if (known != null && known.scopeFields == scopeFields && known.elements.length == fields) {
      int end = known.sameFields(ipfix, bytes, at, to);
      if (end > 0) {
        known.seenAtArrival = exporter.arrivals;
        exporter.learned |= !known.confirmed;
        known.confirmed = true;
        return end;
      }
    }
    int[] elements = new int[fields];
    int[] lengths = new int[fields];
    long[] enterprises = new long[fields];
    int leastLength = 0;
    int next = at;
    for (int i = 0; i < fields; i++) {
      if (to - next < 4) {
        return BAD;
      }
      elements[i] = BigEndian.u16(bytes, next);
      lengths[i] = BigEndian.u16(bytes, next + 2);
      next += 4;
      if (ipfix && elements[i] >= 0x8000) {
        if (to - next < 4) {
          return BAD;
        }
        elements[i] &= 0x7fff;
        long enterprise = BigEndian.u32(bytes, next);
        enterprises[i] = enterprise == 0 ? NO_ENTERPRISE : enterprise;
        next += 4;
      }
      leastLength += lengths[i] == Template.VARIABLE ? 1 : lengths[i];
    }
    if (leastLength == 0 || leastLength > 0xffff) {
      return BAD;
    }
    if (known == null && exporter.templateCount() >= limit
        || exporter.fieldCount() + fields > limit * FIELDS_PER_TEMPLATE) {
      return TOO_MANY;
    }
    Template template =
        new Template(domain.key.protocol(), id, scopeFields, elements, lengths, enterprises);
    template.seenAtArrival = exporter.arrivals;
    domain.put(template);
    exporter.learned = true;
    sink.fact(Fact.TEMPLATE, 1);
    return next;
  }

  static boolean allZero(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return true;
  }
}

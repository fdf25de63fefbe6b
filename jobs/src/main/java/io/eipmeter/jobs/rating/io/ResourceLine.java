package io.eipmeter.jobs.rating.io;

import com.fasterxml.jackson.databind.JsonNode;
import io.eipmeter.jobs.rating.domain.EipHistory;
import io.eipmeter.jobs.rating.domain.EipHistory.Association;
import io.eipmeter.jobs.rating.domain.EipHistory.ChargeMethod;
import io.eipmeter.jobs.rating.domain.EipHistory.Membership;
import io.eipmeter.jobs.rating.time.Interval;
import io.eipmeter.jobs.rating.time.Since;
import io.eipmeter.jobs.rating.time.Timeline;
import io.eipmeter.schemas.files.BadFieldException;
import io.eipmeter.schemas.files.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A line of resources, key by key: {@code files/resources.schema.json}.
 *
 * @param eip null: the line is about an account
 */
record ResourceLine(
    @Nullable String eip,
    String account,
    @Nullable String region,
    @Nullable String line,
    @Nullable String created,
    @Nullable String released,
    @Nullable JsonNode pool,
    @Nullable JsonNode chargeMethod,
    @Nullable JsonNode bandwidth,
    @Nullable List<Attached> associations,
    @Nullable List<Joined> sharedBandwidth,
    @Nullable JsonNode quota) {
  private static final Set<String> NO_POOLS = Set.of("true", "false", "yes", "no", "null", "none");

  /** A time attached to a resource. */
  record Attached(String from, @Nullable String to, String kind) {}

  /** A time in a shared bandwidth. */
  record Joined(String from, @Nullable String to, @Nullable String id) {}

  /** What the line says of an account: quotas from times on. */
  Timeline<Long> quotas() {
    return over("quota", quota, "quota", Instant.MIN, JsonNode::longValue);
  }

  /**
   * What the line says of an address.
   *
   * @throws BadFieldException if that can't be
   */
  EipHistory history() {
    Interval life = interval("/created", created, "/released", released);
    return new EipHistory(
        orEmpty(eip),
        account,
        orEmpty(region),
        orEmpty(line),
        life,
        poolId(),
        over("chargeMethod", chargeMethod, "method", life.from(), ResourceLine::method),
        over("bandwidth", bandwidth, "mbps", life.from(), JsonNode::intValue),
        attached(),
        joined());
  }

  private String poolId() {
    if (pool == null || pool.isBoolean()) {
      return pool != null && pool.booleanValue() ? "pool" : "";
    }
    if (NO_POOLS.contains(pool.asText().toLowerCase(Locale.ROOT))) {
      throw new BadFieldException(
          "/pool",
          "must be true, false or the id of a pool, was '" + pool.asText() + "' in quotes");
    }
    return pool.asText();
  }

  /** A plain value holds from the start; else a list of values, each from its time on. */
  private static <T> Timeline<T> over(
      String key,
      @Nullable JsonNode node,
      String value,
      Instant start,
      Function<JsonNode, T> rule) {
    if (node == null) {
      return Timeline.unknown();
    }
    if (!node.isArray()) {
      return new Timeline<>(List.of(new Since<>(start, rule.apply(whole("/" + key, node)))));
    }
    List<Since<T>> values = new ArrayList<>();
    Set<Instant> times = new HashSet<>();
    for (JsonNode each : node) {
      String at = "/" + key + "/" + values.size();
      Instant from = time(at + "/from", each.path("from").asText());
      if (!times.add(from)) {
        throw new BadFieldException(at + "/from", "two begin at one time, " + from);
      }
      values.add(new Since<>(from, rule.apply(whole(at + "/" + value, each.path(value)))));
    }
    Timeline<T> timeline = new Timeline<>(values);
    Instant first = timeline.values().get(0).from();
    if (start.isAfter(Instant.MIN) && first.isAfter(start)) {
      throw new BadFieldException(
          "/" + key,
          "must say what held from the creation at " + start + " on, begins at " + first);
    }
    return timeline;
  }

  /** JSON Schema takes 5.0 for a whole number; we don't. */
  private static JsonNode whole(String pointer, JsonNode value) {
    if (value.isFloatingPointNumber()) {
      throw new BadFieldException(pointer, "must be a whole number, was '" + value.asText() + "'");
    }
    return value;
  }

  private static ChargeMethod method(JsonNode value) {
    return switch (value.asText()) {
      case "bandwidth", "PayByBandwidth" -> ChargeMethod.BANDWIDTH;
      case "subscription", "PrePaid" -> ChargeMethod.SUBSCRIPTION;
      default -> ChargeMethod.DATA_TRANSFER;
    };
  }

  private List<Association> attached() {
    List<Association> found = new ArrayList<>();
    List<Interval> times = new ArrayList<>();
    for (Attached each : associations == null ? List.<Attached>of() : associations) {
      String at = "/associations/" + found.size();
      times.add(interval(at + "/from", each.from, at + "/to", each.to));
      found.add(new Association(times.get(found.size()), each.kind));
    }
    refuseOverlap("/associations", times);
    found.sort(Comparator.comparing(association -> association.time().from()));
    return found;
  }

  private List<Membership> joined() {
    List<Membership> found = new ArrayList<>();
    List<Interval> times = new ArrayList<>();
    for (Joined each : sharedBandwidth == null ? List.<Joined>of() : sharedBandwidth) {
      String at = "/sharedBandwidth/" + found.size();
      times.add(interval(at + "/from", each.from, at + "/to", each.to));
      found.add(
          new Membership(times.get(found.size()), each.id == null ? "shared-bandwidth" : each.id));
    }
    refuseOverlap("/sharedBandwidth", times);
    found.sort(Comparator.comparing(membership -> membership.time().from()));
    return found;
  }

  private static void refuseOverlap(String pointer, List<Interval> times) {
    List<Interval> sorted = new ArrayList<>(times);
    sorted.sort(Comparator.comparing(Interval::from));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).from().isBefore(sorted.get(i - 1).to())) {
        throw new BadFieldException(
            pointer + "/" + times.indexOf(sorted.get(i)),
            "begins before the one from " + sorted.get(i - 1).from() + " ends; close that one");
      }
    }
  }

  private static Interval interval(
      String fromPointer, @Nullable String from, String toPointer, @Nullable String to) {
    Instant start = time(fromPointer, orEmpty(from));
    if (to == null) {
      return new Interval(start, Instant.MAX);
    }
    Instant end = time(toPointer, to);
    if (!end.isAfter(start)) {
      throw new BadFieldException(toPointer, "must be after " + from + ", was '" + to + "'");
    }
    return new Interval(start, end);
  }

  private static Instant time(String pointer, String text) {
    return BadFieldException.at(pointer, () -> Times.withOffset(text));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}

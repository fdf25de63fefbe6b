package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.ResourceKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One resource under all its rules: its last minutes, and for each rule how it stands and what was
 * told. A rule that stands at rest holds nothing.
 */
public final class Watch {
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final ResourceKind kind;
  private final Address address;
  private final Owners owners;
  private final Minutes minutes;

  /** Of an EIP with fine-grained monitoring under a rule of seconds; until their minute settles. */
  private final Minutes seconds;

  /** The value that holds, where a metric of the resource has one. */
  private final Gauge gauge;

  private final Map<String, Standing> standings = new HashMap<>();

  /** Every minute before it is settled; {@link #UNKNOWN}: nothing was seen yet. */
  private long frontierMs = UNKNOWN;

  /** Since when all minutes were seen. */
  private long sinceMs = UNKNOWN;

  private String name = "";

  // Derived from the book and the owner, looked up again when one of them is another.
  private transient @Nullable RuleBook book;
  private transient Resource resource;
  private transient Map<String, AlertRule> rules = Map.of();

  /** A rule and what became of it. */
  record Standing(int version, Judgement judgement, Telling telling) {
    boolean isAtRest() {
      return judgement.isAtRest() && telling.isAtRest();
    }

    Standing copy() {
      return new Standing(version, judgement.copy(), telling.copy());
    }
  }

  public Watch(ResourceKind kind, Address address) {
    this(
        kind,
        address,
        new Owners(),
        new Minutes(AlertRule.MINUTE_MS),
        new Minutes(AlertRule.SECOND_MS),
        new Gauge());
  }

  private Watch(
      ResourceKind kind,
      Address address,
      Owners owners,
      Minutes minutes,
      Minutes seconds,
      Gauge gauge) {
    this.kind = kind;
    this.gauge = gauge;
    this.address = address;
    this.owners = owners;
    this.minutes = minutes;
    this.seconds = seconds;
    this.resource = Resource.unowned(kind, address);
  }

  /** A deep copy, of what is checkpointed. */
  public Watch copy() {
    Watch copy =
        new Watch(kind, address, owners.copy(), minutes.copy(), seconds.copy(), gauge.copy());
    copy.restoreTimes(frontierMs, sinceMs);
    copy.callIt(name);
    standings.forEach((id, standing) -> copy.standings.put(id, standing.copy()));
    return copy;
  }

  void restoreTimes(long newFrontierMs, long newSinceMs) {
    frontierMs = newFrontierMs;
    sinceMs = newSinceMs;
  }

  ResourceKind kind() {
    return kind;
  }

  /** Of what has no address. */
  String name() {
    return name;
  }

  Gauge gauge() {
    return gauge;
  }

  Address address() {
    return address;
  }

  Owners owners() {
    return owners;
  }

  Minutes minutes() {
    return minutes;
  }

  Minutes seconds() {
    return seconds;
  }

  Map<String, Standing> standings() {
    return standings;
  }

  long frontierMs() {
    return frontierMs;
  }

  long sinceMs() {
    return sinceMs;
  }

  /** Whether nothing would be lost with it. */
  public boolean isAtRest() {
    return owners.isEmpty()
        && minutes.isEmpty()
        && seconds.isEmpty()
        && gauge.isEmpty()
        && standings.values().stream().allMatch(Standing::isAtRest);
  }

  /** Takes a statement about who holds the address. */
  void own(Owners.Owner statement) {
    owners.state(statement);
    book = null;
  }

  private void begin(long startMs) {
    if (frontierMs == UNKNOWN) {
      frontierMs = Math.floorDiv(startMs, AlertRule.MINUTE_MS) * AlertRule.MINUTE_MS;
      sinceMs = startMs;
    }
  }

  /** Names what has no address. */
  void callIt(String newName) {
    if (!newName.isEmpty() && !newName.equals(name)) {
      name = newName;
      resource = Resource.named(kind, newName);
    }
  }

  /**
   * When the value that holds changes by what is told now. It may have been told long ago, so it
   * says nothing of since when minutes are seen.
   */
  long changeMs(long logMs) {
    return Math.max(logMs, frontierMs);
  }

  /** Takes sums of a second, as they are known; they count until their minute has settled. */
  void seeSecond(long secondMs, long[] sums) {
    begin(secondMs);
    if (secondMs >= frontierMs) {
      seconds.put(secondMs, false, sums);
    }
  }

  /** Takes sums of a minute; what comes after the minute was judged is too late to matter. */
  void see(long minuteMs, boolean settled, long[] sums) {
    begin(minuteMs);
    if (minuteMs >= frontierMs) {
      minutes.put(minuteMs, settled, sums);
    }
  }

  /** Looks at the open minutes: only upper bounds can fire. */
  public List<AlertNotice> lookEarly(RuleBook newBook, long nowMs) {
    List<AlertNotice> due = new ArrayList<>();
    if (frontierMs == UNKNOWN) {
      return due; // only a value that holds is known: the next minute judges it
    }
    lookUp(newBook, nowMs);
    forgetSecondsWithoutRule();
    for (AlertRule rule : rules.values()) {
      look(rule, nowMs, due);
    }
    return due;
  }

  private void forgetSecondsWithoutRule() {
    if (!seconds.isEmpty() && rules.values().stream().noneMatch(AlertRule::isOfSeconds)) {
      seconds.forgetBefore(Long.MAX_VALUE);
    }
  }

  /**
   * All minutes before this one are settled: judges the periods that end by it, and tells what the
   * passing of time alone makes due.
   *
   * @param settledMs start of the first minute that may still change
   */
  public List<AlertNotice> passTime(RuleBook newBook, long settledMs, long nowMs) {
    List<AlertNotice> due = new ArrayList<>();
    lookUp(newBook, nowMs);
    endWhatIsGone(newBook, nowMs, due);
    if (frontierMs == UNKNOWN) {
      frontierMs = settledMs;
      sinceMs = settledMs;
    }
    long oldestNeededMs = settledMs;
    for (AlertRule rule : rules.values()) {
      judge(rule, settledMs);
      oldestNeededMs = Math.min(oldestNeededMs, rule.periodOf(settledMs));
    }
    frontierMs = Math.max(frontierMs, settledMs);
    for (AlertRule rule : rules.values()) {
      look(rule, nowMs, due);
    }
    minutes.forgetBefore(Math.min(oldestNeededMs, frontierMs));
    seconds.forgetBefore(frontierMs);
    gauge.forgetBefore(frontierMs);
    standings.values().removeIf(Standing::isAtRest);
    return due;
  }

  private void lookUp(RuleBook newBook, long nowMs) {
    Resource now = kind == ResourceKind.RESOURCE_KIND_EIP ? owners.at(address, nowMs) : resource;
    if (newBook != book || !now.equals(resource)) {
      book = newBook;
      resource = now;
      rules = newBook.of(resource);
    }
  }

  private void endWhatIsGone(RuleBook newBook, long nowMs, List<AlertNotice> due) {
    for (Iterator<Map.Entry<String, Standing>> each = standings.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<String, Standing> entry = each.next();
      AlertRule inForce = rules.get(entry.getKey());
      Standing standing = entry.getValue();
      if (inForce != null && inForce.version() == standing.version()) {
        continue;
      }
      AlertRule newest = newBook.newest(entry.getKey());
      if (newest != null) {
        String reason =
            newest.version() == standing.version()
                ? "the resource left the rule"
                : newest.removed() ? "the rule was removed" : "the rule was changed";
        AlertRule told = newest.asVersion(standing.version());
        due.addAll(standing.telling().end(measure(told), reason, nowMs));
      }
      each.remove();
    }
  }

  private void judge(AlertRule rule, long settledMs) {
    long startMs = rule.periodOf(frontierMs);
    for (; startMs + rule.periodMs() <= settledMs; startMs += rule.periodMs()) {
      boolean whole = startMs >= sinceMs;
      if (startMs < rule.appliedMs()) {
        continue;
      }
      Standing standing = standings.get(rule.id());
      boolean anyData = sums(rule).anyIn(startMs, startMs + rule.periodMs());
      if (standing == null && !anyData && !rule.noticesSilence()) {
        continue;
      }
      standing(rule).judgement().settle(measure(rule), startMs, whole);
    }
  }

  private void look(AlertRule rule, long nowMs, List<AlertNotice> due) {
    Standing standing = standings.get(rule.id());
    if (standing != null && standing.version() != rule.version()) {
      return; // the next minute ends it
    }
    if (standing == null && sums(rule).isEmpty()) {
      return;
    }
    Standing present = standing == null ? fresh(rule) : standing;
    Measure measure = measure(rule);
    Verdict verdict = present.judgement().withEarlySums(measure, frontierMs);
    due.addAll(present.telling().look(measure, verdict, nowMs));
    if (standing == null && !present.isAtRest()) {
      standings.put(rule.id(), present);
    }
  }

  private Sums sums(AlertRule rule) {
    if (rule.metric().isGauge()) {
      return gauge;
    }
    return rule.isOfSeconds() ? seconds : minutes;
  }

  private Measure measure(AlertRule rule) {
    return new Measure(rule, resource, sums(rule));
  }

  private Standing standing(AlertRule rule) {
    return standings.computeIfAbsent(rule.id(), any -> fresh(rule));
  }

  private static Standing fresh(AlertRule rule) {
    return new Standing(rule.version(), new Judgement(rule), new Telling());
  }
}

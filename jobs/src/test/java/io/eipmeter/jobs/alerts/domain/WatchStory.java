package io.eipmeter.jobs.alerts.domain;

import io.eipmeter.jobs.log.Address;
import io.eipmeter.schemas.v1.AlertNotice;
import io.eipmeter.schemas.v1.ResourceKind;
import java.util.ArrayList;
import java.util.List;

/** An EIP under rules, what happens to it minute by minute, and what is told of it. */
abstract class WatchStory {
  static final long MINUTE = 60_000;
  static final Address EIP = Address.of(new byte[] {100, 64, 0, 1});

  final List<AlertNotice> notices = new ArrayList<>();
  final Watch watch = new Watch(ResourceKind.RESOURCE_KIND_EIP, EIP);
  RuleBook book = RuleBook.EMPTY;

  void rules(AlertRule... rules) {
    book = new RuleBook(List.of(rules));
  }

  static long[] bytesOut(long bytes) {
    return new long[] {bytes, 0, 0, 0, 0, 0};
  }

  void early(long minute, long bytesOut) {
    watch.see(minute * MINUTE, false, bytesOut(bytesOut));
    notices.addAll(watch.lookEarly(book, minute * MINUTE + 30_000));
  }

  /** The minute's settled sum, and the time passes until it is judged. */
  void settled(long minute, long bytesOut) {
    watch.see(minute * MINUTE, true, bytesOut(bytesOut));
    silent(minute);
  }

  void silent(long minute) {
    notices.addAll(watch.passTime(book, (minute + 1) * MINUTE, (minute + 1) * MINUTE + 90_000));
  }
}

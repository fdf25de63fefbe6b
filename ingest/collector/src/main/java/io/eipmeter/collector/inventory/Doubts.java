package io.eipmeter.collector.inventory;

import io.eipmeter.collector.udp.AddressRange;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What may be wrong in a snapshot and hinders nothing: counted by kind, the first ones named. */
final class Doubts {
  private static final int NAMED = 3;

  /** What there is to doubt, as the end of a sentence. */
  enum Kind {
    NOT_METERED("outside every metered prefix: none of their traffic is seen"),
    PART_OF_UNIT("smaller than the unit that is metered: their traffic is not known apart"),
    NO_LINE("without a line"),
    NO_REGION("without a region"),
    OTHER_SOURCE_SAYS_OTHERWISE("told otherwise by another source, whose word stands"),
    EIP_ON_TWO_ADDRESSES("of an EIP that another source has on two addresses at once");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private final Map<Kind, List<String>> named = new EnumMap<>(Kind.class);
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  void add(Kind kind, AddressRange range) {
    counts.merge(kind, 1, Integer::sum);
    List<String> first = named.computeIfAbsent(kind, any -> new ArrayList<>());
    if (first.size() < NAMED) {
      first.add(range.written());
    }
  }

  /** A sentence for each kind. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    counts.forEach(
        (kind, count) -> {
          List<String> first = named.getOrDefault(kind, List.of());
          int more = count - first.size();
          sentences.add(
              count
                  + (count == 1 ? " address " : " addresses ")
                  + kind.text
                  + " ("
                  + String.join(", ", first)
                  + (more > 0 ? " and " + more + " more" : "")
                  + ")");
        });
    return sentences;
  }
}

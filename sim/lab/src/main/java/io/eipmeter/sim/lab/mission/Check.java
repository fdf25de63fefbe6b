package io.eipmeter.sim.lab.mission;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/** Rows that must be there, and those that are: nothing else, and each with the same words. */
public record Check(
    String name, SortedMap<String, String> expected, SortedMap<String, String> found) {

  /** A sentence for each row that is missing, different or one too many. */
  public List<String> differences() {
    TreeSet<String> keys = new TreeSet<>(expected.keySet());
    keys.addAll(found.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String wanted = expected.getOrDefault(key, "nothing");
      String there = found.getOrDefault(key, "nothing");
      if (!wanted.equals(there)) {
        differences.add(name + ": " + key + ": expected " + wanted + ", found " + there);
      }
    }
    return differences;
  }
}

package io.eipmeter.jobs.log;

import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * The Flink key of each slot, chosen so that slot n is key group n: slots spread evenly over any
 * number of subtasks, and a subtask knows which slots are its own.
 */
public final class SlotKey {
  private static final int[] KEY_OF_SLOT = search();

  private SlotKey() {}

  private static int[] search() {
    int[] keys = new int[Slot.COUNT];
    boolean[] found = new boolean[Slot.COUNT];
    int missing = Slot.COUNT;
    for (int key = 0; missing > 0; key++) {
      int slot = KeyGroupRangeAssignment.assignToKeyGroup(key, Slot.COUNT);
      if (!found[slot]) {
        found[slot] = true;
        keys[slot] = key;
        missing--;
      }
    }
    return keys;
  }

  public static int of(int slot) {
    return KEY_OF_SLOT[slot];
  }
}

package io.eipmeter.sim.world.cloud;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many calls of an operation an account may make in any 60 seconds. Kept in memory only. */
final class RequestRates {
  private static final long WINDOW_MS = 60_000;
  private static final int USUAL = 600;
  private static final Map<String, Integer> LIMITS =
      Map.of(
          "AllocateEipAddress", 120,
          "AllocateEipAddressPro", 120,
          "AssociateEipAddress", 120,
          "DescribeEipAddresses", 600,
          "ReleaseEipAddress", 600);

  private final Map<String, Deque<Long>> calls = new HashMap<>();

  void check(Call call, long nowMs) throws ApiException {
    int limit = LIMITS.getOrDefault(call.action(), USUAL);
    Deque<Long> recent =
        calls.computeIfAbsent(
            call.caller().account() + " " + call.action(), any -> new ArrayDeque<>());
    while (!recent.isEmpty() && recent.peekFirst() <= nowMs - WINDOW_MS) {
      recent.removeFirst();
    }
    if (recent.size() >= limit) {
      throw new ApiException(
          ErrorCode.THROTTLED,
          "Request was denied due to user flow control: " + limit + " calls in 60 seconds.");
    }
    recent.addLast(nowMs);
  }
}

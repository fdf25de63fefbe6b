package io.eipmeter.sim.world.cloud;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** PageNumber and PageSize: 10 a page, at most 100. */
final class Paging {
  private static final int MOST = 100;

  private Paging() {}

  /**
   * @param outer the name of the list's wrapper, {@code inner} that of the list in it
   */
  static <T> Map<String, Object> page(
      Parameters parameters,
      List<T> rows,
      String outer,
      String inner,
      Function<T, Map<String, Object>> describe)
      throws ApiException {
    int number = parameters.whole("PageNumber", 1, 1, 1_000_000);
    int size = parameters.whole("PageSize", 10, 1, MOST);
    List<Map<String, Object>> page =
        rows.stream().skip((number - 1L) * size).limit(size).map(describe).toList();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("TotalCount", rows.size());
    answer.put("PageNumber", number);
    answer.put("PageSize", size);
    answer.put(outer, Map.of(inner, page));
    return answer;
  }
}

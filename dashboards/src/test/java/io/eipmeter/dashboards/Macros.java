package io.eipmeter.dashboards;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Grafana's variables and the macros of grafana-clickhouse-datasource 4.20.0 that the dashboards
 * use, in the order of Grafana: {@code $__conditionalAll} and variables in the browser, the others
 * in the plugin's backend, longest name first.
 */
final class Macros {
  private static final String CONDITIONAL = "$__conditionalAll(";
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(\\w+)(?::(\\w+))?}|\\$(?!__)(\\w+)");
  private static final Pattern MACRO = Pattern.compile("\\$__(\\w+)");

  private final Shown shown;

  Macros(Shown shown) {
    this.shown = shown;
  }

  /**
   * The statement as ClickHouse gets it.
   *
   * @throws IllegalArgumentException if it names an unknown variable or macro
   */
  String expand(String sql) {
    return backend(variables(conditions(sql)));
  }

  private String conditions(String sql) {
    String rest = sql;
    for (int at = rest.lastIndexOf(CONDITIONAL); at >= 0; at = rest.lastIndexOf(CONDITIONAL)) {
      int open = at + CONDITIONAL.length() - 1;
      int close = closing(rest, open);
      List<String> arguments = arguments(rest.substring(open + 1, close));
      if (arguments.size() != 2) {
        throw new IllegalArgumentException("$__conditionalAll has two arguments: " + arguments);
      }
      List<String> values = values(arguments.get(1).replaceAll("[${}]", ""));
      boolean all = values.equals(Shown.ALL) || values.equals(List.of(""));
      rest = rest.substring(0, at) + (all ? "1=1" : arguments.get(0)) + rest.substring(close + 1);
    }
    return rest;
  }

  private String variables(String sql) {
    return VARIABLE
        .matcher(sql)
        .replaceAll(
            found -> {
              String name = found.group(1) == null ? found.group(3) : found.group(1);
              List<String> values = values(name);
              String text =
                  "singlequote".equals(found.group(2))
                      ? values.stream()
                          .map(value -> "'" + value.replace("'", "\\'") + "'")
                          .collect(Collectors.joining(","))
                      : String.join(",", values);
              return Matcher.quoteReplacement(text);
            });
  }

  private List<String> values(String variable) {
    List<String> values = shown.variables().get(variable);
    if (values == null) {
      throw new IllegalArgumentException("no variable " + variable);
    }
    return values;
  }

  private String backend(String sql) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Matcher found = MACRO.matcher(sql); found.find(at); ) {
      out.append(sql, at, found.start());
      int end = found.end();
      List<String> arguments = List.of();
      if (end < sql.length() && sql.charAt(end) == '(') {
        int close = closing(sql, end);
        arguments = arguments(sql.substring(end + 1, close)).stream().map(this::backend).toList();
        end = close + 1;
      }
      out.append(macro(found.group(1), arguments));
      at = end;
    }
    return out.append(sql.substring(at)).toString();
  }

  private String macro(String name, List<String> arguments) {
    String from = "toDateTime(" + shown.fromS() + ")";
    String to = "toDateTime(" + shown.toS() + ")";
    String fromMs = "fromUnixTimestamp64Milli(" + shown.fromS() * 1_000 + ")";
    String toMs = "fromUnixTimestamp64Milli(" + shown.toS() * 1_000 + ")";
    Map<String, Integer> expected =
        Map.of("timeFilter", 1, "timeFilter_ms", 1, "timeFrom", 1, "timeTo", 1, "timeInterval", 1);
    if (arguments.size() != expected.getOrDefault(name, 0)) {
      throw new IllegalArgumentException("$__" + name + " with arguments " + arguments);
    }
    String column = arguments.isEmpty() ? "" : arguments.get(0);
    return switch (name) {
      case "timeFilter" -> column + " >= " + from + " AND " + column + " <= " + to;
      case "timeFilter_ms" -> column + " >= " + fromMs + " AND " + column + " <= " + toMs;
      case "timeFrom" -> column + " >= " + from;
      case "timeTo" -> column + " <= " + to;
      case "timeInterval" ->
          "toStartOfInterval(toDateTime(" + column + "), INTERVAL " + step() + " second)";
      case "fromTime" -> from;
      case "toTime" -> to;
      case "fromTime_ms" -> fromMs;
      case "toTime_ms" -> toMs;
      case "interval_s" -> Long.toString(step());
      default -> throw new IllegalArgumentException("unknown macro $__" + name);
    };
  }

  private long step() {
    return Math.max(1, shown.intervalS());
  }

  /** Where the bracket at {@code open} closes. */
  private static int closing(String sql, int open) {
    int depth = 0;
    for (int i = open; i < sql.length(); i++) {
      char c = sql.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("a bracket does not close: " + sql.substring(open));
  }

  /** Split at the commas outside of all brackets. */
  private static List<String> arguments(String text) {
    List<String> arguments = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && depth == 0) {
        arguments.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    arguments.add(text.substring(start).strip());
    return arguments;
  }
}

package io.eipmeter.schemas.clickhouse;

import io.eipmeter.schemas.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of statements. {@code V0001__name.sql} is applied once and then frozen; {@code
 * R__1_name.sql} makes what can be made again (views, dictionaries, lifetimes) and is applied
 * whenever it, or a setting in it, has changed. What a file of the second kind says several times
 * it may say once, between the lines <code>-- ${name} stands for</code> and <code>-- end</code>:
 * {@code name} in such a placeholder then stands for it, and <code>${name:x}</code> for it with
 * {@code x} in the place of each <code>${it}</code>.
 *
 * @param name of the file
 * @param text with placeholders such as <code>${database}</code>
 */
public record Migration(String name, String text) {
  private static final String DIRECTORY = "/clickhouse/";

  /** A secret is no part of a hash that anyone may read. */
  private static final String SECRET = "dictionary_password";

  private static final Pattern SAID_ONCE =
      Pattern.compile("-- \\$\\{(\\w+)} stands for\n(.*?)\n-- end\n", Pattern.DOTALL);

  public Migration {
    if (!name.matches("V\\d{4}__\\w+\\.sql|R__\\w+\\.sql")) {
      throw new IllegalArgumentException(
          "a migration is named V0001__name.sql or R__name.sql, was " + name);
    }
  }

  /** This program's own, in the order in which they are applied. */
  public static List<Migration> bundled() throws IOException {
    List<Migration> migrations = new ArrayList<>();
    for (String name : read("index").split("\n", -1)) {
      if (!name.isEmpty()) {
        migrations.add(new Migration(name, read(name)));
      }
    }
    migrations.sort(
        (a, b) ->
            a.frozen() == b.frozen()
                ? a.name.compareTo(b.name)
                : Boolean.compare(b.frozen(), a.frozen()));
    return migrations;
  }

  private static String read(String name) throws IOException {
    try (InputStream in = Migration.class.getResourceAsStream(DIRECTORY + name)) {
      if (in == null) {
        throw new IOException("the resource " + DIRECTORY + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public boolean frozen() {
    return name.startsWith("V");
  }

  /** Whether a changed password, which no hash tells, may have changed it. */
  boolean holdsSecret() {
    return text.contains("${" + SECRET + "}");
  }

  /**
   * What is recorded: of a frozen file its text as it is in the repository, of others with the
   * settings in it.
   */
  String sha256(Map<String, String> placeholders) {
    String hashed = frozen() ? text : fill(text, placeholders, true);
    return Sha256.hex(hashed);
  }

  /** The statements, each ends with a semicolon at the end of a line. */
  List<String> statements(Map<String, String> placeholders) {
    List<String> statements = new ArrayList<>();
    for (String statement : fill(text, placeholders, false).split(";\\s*\n", -1)) {
      if (!statement.isBlank()) {
        statements.add(statement.strip());
      }
    }
    return statements;
  }

  private static String saidEachTime(String text) {
    String rest = SAID_ONCE.matcher(text).replaceAll("");
    Matcher once = SAID_ONCE.matcher(text);
    while (once.find()) {
      String what = once.group(2).strip();
      rest =
          Pattern.compile("\\$\\{" + once.group(1) + "(?::([^}]*))?}")
              .matcher(rest)
              .replaceAll(
                  use ->
                      Matcher.quoteReplacement(
                          use.group(1) == null ? what : what.replace("${it}", use.group(1))));
    }
    return rest;
  }

  private static String fill(String text, Map<String, String> placeholders, boolean hideSecret) {
    String filled = saidEachTime(text);
    for (Map.Entry<String, String> each : placeholders.entrySet()) {
      boolean hidden = hideSecret && each.getKey().equals(SECRET);
      filled = filled.replace("${" + each.getKey() + "}", hidden ? "" : each.getValue());
    }
    return filled;
  }
}

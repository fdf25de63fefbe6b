package io.eipmeter.jobs.runtime;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.jspecify.annotations.Nullable;

/** The settings of one job, checked whole before anything starts. */
public final class JobConfig {
  private static final String KAFKA_PREFIX = "kafka.";
  private static final String FLINK_PREFIX = "flink.";

  private final Configuration values;

  private JobConfig(Configuration values) {
    this.values = values;
  }

  /**
   * Reads {@code --key value} pairs.
   *
   * @param options the class whose static {@link ConfigOption} fields are the job's own keys
   * @throws BadConfigException on an unknown key, a missing value, or a value of the wrong type
   */
  public static JobConfig load(String[] args, Class<?> options) {
    Map<String, ConfigOption<?>> known = new TreeMap<>();
    collect(JobOptions.class, known);
    collect(options, known);
    Configuration values = new Configuration();
    for (int i = 0; i < args.length; i += 2) {
      if (!args[i].startsWith("--")) {
        throw new BadConfigException("expected --key, found '" + args[i] + "'");
      }
      String key = args[i].substring(2);
      if (i + 1 == args.length) {
        throw new BadConfigException("--" + key + " has no value");
      }
      if (!known.containsKey(key)
          && !key.startsWith(KAFKA_PREFIX)
          && !key.startsWith(FLINK_PREFIX)) {
        throw new BadConfigException(
            "unknown key " + key + "; known are " + String.join(", ", known.keySet()));
      }
      values.setString(key, args[i + 1]);
    }
    JobConfig config = new JobConfig(values);
    known.values().forEach(config::check);
    return config;
  }

  private static void collect(Class<?> options, Map<String, ConfigOption<?>> known) {
    for (Field field : options.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
        try {
          ConfigOption<?> option = (ConfigOption<?>) field.get(null);
          if (option != null) {
            known.put(option.key(), option);
          }
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(field + " must be public", e);
        }
      }
    }
  }

  private void check(ConfigOption<?> option) {
    if (!values.contains(option)) {
      if (!option.hasDefaultValue()) {
        throw new BadConfigException(
            "--"
                + option.key()
                + " is needed: "
                + new HtmlFormatter().format(option.description()));
      }
      return;
    }
    try {
      values.get(option);
    } catch (IllegalArgumentException e) {
      throw new BadConfigException(
          option.key()
              + ": '"
              + values.getString(option.key(), "")
              + "' cannot be read: "
              + reason(e));
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage());
  }

  public <T> T get(ConfigOption<T> option) {
    return values.get(option);
  }

  /** What was given for the option; null: nothing, whatever its default. */
  public <T> @Nullable T given(ConfigOption<T> option) {
    return values.getOptional(option).orElse(null);
  }

  /** The Kafka client's settings: all keys with the prefix {@code kafka.}, without it. */
  public Properties kafka() {
    Properties properties = new Properties();
    values
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(KAFKA_PREFIX)) {
                properties.setProperty(key.substring(KAFKA_PREFIX.length()), value);
              }
            });
    return properties;
  }

  /** Flink's settings: all keys with the prefix {@code flink.}, without it. */
  Configuration flink() {
    Configuration flink = new Configuration();
    values
        .toMap()
        .forEach(
            (key, value) -> {
              if (key.startsWith(FLINK_PREFIX) && !key.equals(JobOptions.FLINK_REST.key())) {
                flink.setString(key.substring(FLINK_PREFIX.length()), value);
              }
            });
    return flink;
  }
}

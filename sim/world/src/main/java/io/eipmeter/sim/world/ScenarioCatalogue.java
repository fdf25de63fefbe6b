package io.eipmeter.sim.world;

import io.eipmeter.schemas.files.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The scenarios that eipmeter brings along, and those of a user's files. */
final class ScenarioCatalogue {
  private static final String DIRECTORY = "/scenarios";
  private static final String ENDING = ".yaml";
  private static final Map<String, String> TEXTS = texts();

  private ScenarioCatalogue() {}

  static List<String> names() {
    return List.copyOf(TEXTS.keySet());
  }

  static Scenario scenario(String nameOrFile) {
    if (nameOrFile.contains("/") || nameOrFile.endsWith(ENDING)) {
      return file(Path.of(nameOrFile));
    }
    String text = TEXTS.get(nameOrFile);
    if (text == null) {
      throw new IllegalArgumentException(
          "no scenario '" + nameOrFile + "'; there are " + String.join(", ", names()));
    }
    return ScenarioFile.parse(nameOrFile, nameOrFile + ENDING, text);
  }

  private static Scenario file(Path file) {
    return ScenarioFile.parse(name(file), file.toString(), TextFile.read(file));
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
  }

  /** By name. The files lie in a directory of classes, or in a jar. */
  private static Map<String, String> texts() {
    URL here = ScenarioCatalogue.class.getResource(DIRECTORY);
    if (here == null) {
      throw new IllegalStateException("built without its scenarios");
    }
    try {
      URI place = here.toURI();
      if (!place.getScheme().equals("jar")) {
        return texts(Path.of(place));
      }
      try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
        return texts(jar.getPath(DIRECTORY));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(here.toString(), e);
    }
  }

  private static Map<String, String> texts(Path directory) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ENDING)).toList()) {
        texts.put(name(file), Files.readString(file));
      }
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(texts));
  }
}

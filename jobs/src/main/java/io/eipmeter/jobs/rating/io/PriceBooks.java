package io.eipmeter.jobs.rating.io;

import io.eipmeter.jobs.rating.prices.PriceBook;
import io.eipmeter.jobs.rating.prices.PriceTimeline;
import io.eipmeter.schemas.files.BadFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The versions of one price book, with the texts they were read from.
 *
 * @param timeline all of them
 * @param texts by the version's id
 */
public record PriceBooks(PriceTimeline timeline, Map<String, String> texts) {

  /**
   * Reads versions of a book.
   *
   * @param books files, folders of them, or names of shipped books; at least one
   * @throws BadFileException if one can't be read, or they are not versions of one book
   */
  public static PriceBooks read(List<String> books) {
    Map<String, String> texts = new TreeMap<>();
    List<PriceBook> versions = new ArrayList<>();
    for (String source : books.stream().flatMap(book -> files(book).stream()).toList()) {
      String text = PriceBookFile.text(source);
      PriceBook book = PriceBookFile.parse(source, text);
      texts.put(book.id(), text);
      versions.add(book);
    }
    return new PriceBooks(timeline(versions), texts);
  }

  /** The versions that texts say, by id; at least one. */
  public static PriceBooks ofTexts(Map<String, String> texts) {
    List<PriceBook> versions = new ArrayList<>();
    texts.forEach((id, text) -> versions.add(PriceBookFile.parse(id, text)));
    return new PriceBooks(timeline(versions), texts);
  }

  /**
   * These versions, and those that are known besides.
   *
   * @param known texts by id; what is known by the same id stands
   * @throws BadFileException if they are not versions of one book
   */
  public PriceBooks with(Map<String, String> known) {
    Map<String, String> all = new TreeMap<>(texts);
    all.putAll(known);
    return ofTexts(all);
  }

  private static PriceTimeline timeline(List<PriceBook> versions) {
    try {
      return PriceTimeline.of(versions);
    } catch (IllegalArgumentException e) {
      throw new BadFileException(String.valueOf(e.getMessage()));
    }
  }

  private static List<String> files(String book) {
    if (!Files.isDirectory(Path.of(book))) {
      return List.of(book);
    }
    try (Stream<Path> files = Files.list(Path.of(book))) {
      List<String> found =
          files.map(Path::toString).filter(name -> name.endsWith(".yaml")).sorted().toList();
      if (found.isEmpty()) {
        throw new BadFileException(book + ": no price book (*.yaml) is in this folder");
      }
      return found;
    } catch (IOException e) {
      throw new BadFileException(book + ": cannot be read: " + e.getMessage());
    }
  }
}

package dev.lathe.testing;

import java.util.regex.Pattern;

/** Messages of exceptions, to be compared. */
public final class Messages {
  private static final Pattern ADDRESS =
      Pattern.compile("MemorySegment\\{[^}]*}|(?<=address: )-?[0-9]+");

  private Messages() {}

  /** {@code message} of an exception of segments, less what differs from one to the next. */
  public static String withoutAddresses(String message) {
    return message.contains("egment") || message.contains("address")
        ? ADDRESS.matcher(message).replaceAll("…")
        : message;
  }
}

package dev.lathe.samples.cities;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The cities of the tz database's table {@code zone1970.tab}, which is in the public domain: the
 * principal location of each time zone, by latitude and longitude in degrees, minutes, seconds.
 */
record ZoneTable(List<String> names, double[] latitude, double[] longitude) {
  /** The table that the sample ships. */
  static ZoneTable load() {
    try (InputStream in = ZoneTable.class.getResourceAsStream("zone1970.tab")) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Columns are separated by tabs: countries, location as in {@code +4230+00131}, name. */
  static ZoneTable parse(String text) {
    var names = new ArrayList<String>();
    var locations = new ArrayList<String>();
    for (String line : text.lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] columns = line.split("\t");
        locations.add(columns[1]);
        names.add(columns[2]);
      }
    }
    var table = new ZoneTable(names, new double[names.size()], new double[names.size()]);
    for (int i = 0; i < names.size(); i++) {
      String location = locations.get(i);
      int second = Math.max(location.lastIndexOf('+'), location.lastIndexOf('-'));
      table.latitude[i] = degrees(location.substring(0, second), 2);
      table.longitude[i] = degrees(location.substring(second), 3);
    }
    return table;
  }

  /** Degrees of an ISO 6709 coordinate: a sign, so many digits of degrees, minutes, seconds. */
  private static double degrees(String text, int digits) {
    int minutesAt = 1 + digits;
    int seconds =
        3600 * Integer.parseInt(text.substring(1, minutesAt))
            + 60 * Integer.parseInt(text.substring(minutesAt, minutesAt + 2))
            + (text.length() > minutesAt + 2 ? Integer.parseInt(text.substring(minutesAt + 2)) : 0);
    return (text.charAt(0) == '-' ? -seconds : seconds) / 3600.0;
  }

  int size() {
    return names.size();
  }
}

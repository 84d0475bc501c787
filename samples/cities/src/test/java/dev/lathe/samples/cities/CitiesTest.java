package dev.lathe.samples.cities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CitiesTest {
  private static final ZoneTable TABLE = ZoneTable.load();

  @Test
  void coordinatesAreDegrees() {
    var table = ZoneTable.parse("#\nAD\t+4230+00131\tA\nAQ\t-690022+0393524\tB\tnote\n");
    assertThat(table.names()).containsExactly("A", "B");
    assertThat(table.latitude())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(42.5, -(69 + 22 / 3600.0));
    assertThat(table.longitude())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly(1 + 31 / 60.0, 39 + 35 / 60.0 + 24 / 3600.0);
  }

  @Test
  void nativeResultsAreThoseOfPlainJava() {
    var cities = new Cities(TABLE);
    Cities.Neighbours plain = cities.neighbours(new Cities.Plain());
    assertThat(cities.neighbours(CityKernelsJit.create()).isSame(plain)).isTrue();
    assertThat(plain.nearest()).doesNotContain(-1);
  }

  @Test
  void distancesAreThoseOfMaps() {
    int berlin = TABLE.names().indexOf("Europe/Berlin");
    int prague = TABLE.names().indexOf("Europe/Prague");
    var cities = new Cities(TABLE);
    Cities.Neighbours found = cities.neighbours(CityKernelsJit.create());
    assertThat(found.nearest()[berlin]).isEqualTo(prague);
    assertThat(Cities.kilometres(found.square()[berlin])).isCloseTo(281, within(4.0));
    assertThat(Arrays.stream(found.square()).max().orElseThrow()).isLessThan(4);
  }
}

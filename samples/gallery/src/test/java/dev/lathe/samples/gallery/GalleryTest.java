package dev.lathe.samples.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTest {
  @Test
  void nativePicturesArePlainJavas() {
    for (int width : new int[] {4, 9, 64, 101}) {
      Gallery.Pictures fast = Gallery.draw(PictureKernelsJit.create(), width);
      Gallery.Pictures java = Gallery.draw(new PictureKernels() {}, width);
      assertThat(fast.colours()).isEqualTo(java.colours());
      assertThat(fast.gray()).isEqualTo(java.gray());
      assertThat(fast.blurred()).isEqualTo(java.blurred());
    }
  }

  @Test
  void aPictureIsBlackInTheMiddleAndBrightAtItsRim(@TempDir Path folder) throws Exception {
    Gallery.main(new String[] {folder.toString(), "64"});

    var picture = ImageIO.read(folder.resolve("mandelbrot.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(64);
    assertThat(picture.getRGB(48, 24)).isEqualTo(0xFF000000); // c = 0
    assertThat(picture.getRGB(0, 0)).isNotEqualTo(0xFF000000);
    assertThat(folder.resolve("gray.png")).exists();
    assertThat(folder.resolve("blurred.png")).exists();
  }
}

package dev.lathe.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class MethodSizeTest {
  /** HotSpot leaves methods of more than 8,000 bytes to its interpreter; half of that is plenty. */
  private static final int LONGEST = 4000;

  @Test
  void noMethodIsTooLongForHotSpot() {
    var tooLong = new ArrayList<String>();
    for (ClassModel model : ClassFiles.all()) {
      for (MethodModel method : model.methods()) {
        int length = method.findAttribute(Attributes.code()).map(c -> c.codeLength()).orElse(0);
        String name = method.methodName().stringValue();
        boolean runsOnce = name.equals("<clinit>") || name.equals("$values"); // tables of enums
        if (length > LONGEST && !runsOnce) {
          tooLong.add(model.thisClass().asInternalName() + "." + name + ": " + length);
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }
}

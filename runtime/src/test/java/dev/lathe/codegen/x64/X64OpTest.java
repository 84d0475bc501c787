package dev.lathe.codegen.x64;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class X64OpTest {
  @Test
  void everyRowIsConsistent() {
    for (X64Op op : X64Op.values()) {
      checkRow(op);
    }
  }

  private static void checkRow(X64Op op) {
    Signature signature = op.signature();
    Form form = op.form();
    assertThat(form.operandCount()).as(op.name()).isEqualTo(signature.explicitCount);
    int explicit = 0;
    boolean modRm = false;
    boolean immediate = false;
    for (OperandSpec spec : signature.operands) {
      assertThat(spec.regClass != null)
          .as(spec.notation)
          .isEqualTo(
              spec.memoryBits == 0 || spec.notation.contains("/")
                  ? spec.immediateBits == 0 && !spec.relative
                  : false);
      if (spec.implicit) {
        assertThat(spec.fixedRegister).isNotNegative();
        continue;
      }
      char place = form.place(explicit++);
      assertThat(spec.predicate).isEqualTo(place == 'K');
      assertThat(spec.allowsMemory()).as(spec + " at " + place).isIn(false, place == 'M');
      assertThat(spec.fixedRegister >= 0).isEqualTo(place == 'C');
      assertThat(spec.relative).isEqualTo(place == 'D');
      assertThat(spec.immediateBits > 0).isEqualTo(place == 'I');
      modRm |= place == 'M';
      immediate |= place == 'I' || place == 'D' || place == 'S';
      if (place == 'R') {
        assertThat(op.encoding().modRm).isEqualTo(Encoding.REGISTER);
      }
    }
    assertThat(op.encoding().modRm != Encoding.NONE).isEqualTo(modRm);
    assertThat(op.encoding().immediateBytes > 0).isEqualTo(immediate);
  }

  @Test
  void theOpcodeColumnsReadBackAsTheManualWritesThem() throws ReflectiveOperationException {
    for (X64Op op : X64Op.values()) {
      assertThat(op.encoding().toString()).isEqualTo(column(op, "opcode"));
      if (op.alternative() != null) {
        assertThat(op.alternative().toString()).isEqualTo(column(op, "alternative"));
      }
    }
  }

  @Test
  void refusesNotationThatTheManualDoesNotHave() {
    for (String opcode :
        List.of("VEX.64.0F.W0 58 /r", "VEX.128.0F58 /r", "03 /r xx", "EVEX.512.0F 5")) {
      assertThatThrownBy(() -> new Encoding(opcode)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String instruction : List.of("add r32, =r", "add q32", "add imm")) {
      assertThatThrownBy(() -> new Signature(instruction))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Object column(X64Op op, String name) throws ReflectiveOperationException {
    var field = X64Op.class.getDeclaredField(name);
    field.setAccessible(true);
    return field.get(op);
  }

  @Test
  void namesFollowTheRule() {
    var byMnemonic = new HashMap<String, List<X64Op>>();
    for (X64Op op : X64Op.values()) {
      byMnemonic.computeIfAbsent(baseName(op), key -> new ArrayList<>()).add(op);
    }
    for (X64Op op : X64Op.values()) {
      String name = baseName(op);
      List<String> operands = operandNames(op);
      List<String> names = new ArrayList<>();
      names.add(name + "_" + String.join("_", operands));
      boolean first = op.encoding().space != Encoding.LEGACY && !operands.isEmpty();
      for (X64Op other : byMnemonic.get(name)) {
        first =
            first && (other == op || !operandNames(other).getFirst().equals(operands.getFirst()));
      }
      if (first) {
        names.add(name + "_" + operands.getFirst());
      }
      if (byMnemonic.get(name).size() == 1) {
        names.add(name);
      }
      assertThat(names).contains(op.name());
    }
  }

  /** The manual's mnemonic: objdump's movabs is a mov. */
  private static String baseName(X64Op op) {
    String mnemonic = op.mnemonic().toUpperCase(Locale.ROOT);
    return mnemonic.equals("MOVABS") ? "MOV" : mnemonic;
  }

  /** The explicit operands. */
  private static List<String> operandNames(X64Op op) {
    var names = new ArrayList<String>();
    for (OperandSpec spec : op.signature().operands) {
      String name = spec.notation.replaceAll("[/{}]", "").toUpperCase(Locale.ROOT);
      if (!spec.implicit) {
        names.add(name);
      }
    }
    return names;
  }

  @ParameterizedTest
  @CsvSource({
    "MOV_R32_RM32,   DEF USE,                 false, false",
    "ADD_RM64_R64,   USE_DEF USE,             false, true",
    "ADC_R32_RM32,   USE_DEF USE,             true,  true",
    "CMP_R32_RM32,   USE USE,                 false, true",
    "SHL_RM32_CL,    USE_DEF USE,             false, true",
    "SHLX_R32,       DEF USE USE,             false, false",
    "IDIV_RM64,      USE_DEF USE_DEF USE,     false, true",
    "MUL_RM64,       USE_DEF DEF USE,         false, true",
    "CQO,            DEF USE,                 false, false",
    "JE,             USE,                     true,  false",
    "CMOVE_R32_RM32, USE_DEF USE,             true,  false",
    "SETE,           DEF,                     true,  false",
    "VADDSD,         DEF USE USE,             false, false",
    "VFMADD213SD,    USE_DEF USE USE,         false, false",
    "VUCOMISD,       USE USE,                 false, true",
  })
  void rolesAreTheAllocatorsView(X64Op op, String roles, boolean reads, boolean writes) {
    var actual = new ArrayList<String>();
    for (int i = 0; i < op.operandCount(); i++) {
      actual.add(op.role(i).name());
    }
    assertThat(String.join(" ", actual)).isEqualTo(roles);
    assertThat(op.readsFlags()).isEqualTo(reads);
    assertThat(op.writesFlags()).isEqualTo(writes);
  }

  @Test
  void fixedRegistersClassesAndMemoryAreTheAllocatorsView() {
    assertThat(X64Op.IDIV_RM32.fixedRegister(0)).isEqualTo(X64Registers.RAX.index());
    assertThat(X64Op.IDIV_RM32.fixedRegister(1)).isEqualTo(X64Registers.RDX.index());
    assertThat(X64Op.IDIV_RM32.fixedRegister(2)).isEqualTo(-1);
    assertThat(X64Op.SHL_RM32_CL.fixedRegister(1)).isEqualTo(X64Registers.RCX.index());
    assertThat(X64Op.IDIV_RM32.allowsMemory(2, 4)).isTrue();
    assertThat(X64Op.IDIV_RM32.allowsMemory(0, 4)).isFalse();
    assertThat(X64Op.IDIV_RM64.allowsMemory(2, 4)).isFalse();
    assertThat(X64Op.VBLENDVPD.allowsMemory(2, 16)).isTrue();
    assertThat(X64Op.VBLENDVPD.allowsMemory(2, 8)).isFalse();
    assertThat(X64Op.VADDSD.regClass(2)).isEqualTo(RegClass.VECTOR);
    assertThat(X64Op.VADDSD.memoryBytes(2)).isEqualTo(8);
    assertThat(X64Packed.VADDPS.of(32).allowsMemory(2, 32)).isTrue();
    assertThat(X64Packed.VADDPS.of(64).allowsMemory(2, 32)).isFalse();
    assertThat(X64Packed.VADDPS.broadcast(64).allowsMemory(2, 64)).isFalse();
    assertThat(X64Packed.VADDPS.merging(64).role(0)).isEqualTo(Role.USE_DEF);
    assertThat(X64Packed.VADDPS.merging(64).regClass(1)).isEqualTo(RegClass.MASK);
    assertThat(X64Packed.VADDPS.zeroing(64).role(0)).isEqualTo(Role.DEF);
    assertThat(X64Packed.VPCMPD.merging(64).role(0)).isEqualTo(Role.DEF);
    assertThat(X64Op.VMOVSD_M64.regClass(0)).isNull();
    assertThat(X64Op.LEA_R64_M.memoryBytes(1)).isZero();
    assertThat(X64Op.LEA_R64_M.allowsMemory(1, 8)).isTrue();
    assertThat(X64Op.ADD_RM32_IMM32.regClass(1)).isNull();
    assertThat(X64Op.ADD_RM32_IMM32.role(1)).isEqualTo(Role.USE);
    assertThat(X64Op.MOVZX_R64_RM8.registerBits(1)).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(Condition.class)
  void conditionsNameTheirRows(Condition condition) {
    assertThat(condition.jump().name()).isEqualTo("J" + condition);
    assertThat(condition.set().name()).isEqualTo("SET" + condition);
    assertThat(condition.move(32).name()).isEqualTo("CMOV" + condition + "_R32_RM32");
    assertThat(condition.move(64).name()).isEqualTo("CMOV" + condition + "_R64_RM64");
    assertThat(Condition.ofJump(condition.jump())).isEqualTo(condition);
    assertThat(Condition.ofJump(condition.set())).isNull();
    assertThat(condition.inverse().inverse()).isEqualTo(condition);
    assertThat(condition.swapped().swapped()).isEqualTo(condition);
  }

  @ParameterizedTest
  @CsvSource({"E,NE,E", "B,AE,A", "AE,B,BE", "L,GE,G", "GE,L,LE", "P,NP,P", "O,NO,O", "S,NS,S"})
  void conditionsInvertAndSwap(Condition condition, Condition inverse, Condition swapped) {
    assertThat(condition.inverse()).isEqualTo(inverse);
    assertThat(condition.swapped()).isEqualTo(swapped);
  }
}

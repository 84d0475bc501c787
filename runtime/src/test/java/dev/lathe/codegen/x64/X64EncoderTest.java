package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.X64Registers.K0;
import static dev.lathe.codegen.x64.X64Registers.K1;
import static dev.lathe.codegen.x64.X64Registers.K7;
import static dev.lathe.codegen.x64.X64Registers.R12;
import static dev.lathe.codegen.x64.X64Registers.R13;
import static dev.lathe.codegen.x64.X64Registers.R15;
import static dev.lathe.codegen.x64.X64Registers.R8;
import static dev.lathe.codegen.x64.X64Registers.RAX;
import static dev.lathe.codegen.x64.X64Registers.RBP;
import static dev.lathe.codegen.x64.X64Registers.RBX;
import static dev.lathe.codegen.x64.X64Registers.RCX;
import static dev.lathe.codegen.x64.X64Registers.RDI;
import static dev.lathe.codegen.x64.X64Registers.RDX;
import static dev.lathe.codegen.x64.X64Registers.RSI;
import static dev.lathe.codegen.x64.X64Registers.RSP;
import static dev.lathe.codegen.x64.X64Registers.XMM0;
import static dev.lathe.codegen.x64.X64Registers.XMM1;
import static dev.lathe.codegen.x64.X64Registers.XMM15;
import static dev.lathe.codegen.x64.X64Registers.XMM16;
import static dev.lathe.codegen.x64.X64Registers.XMM2;
import static dev.lathe.codegen.x64.X64Registers.XMM24;
import static dev.lathe.codegen.x64.X64Registers.XMM3;
import static dev.lathe.codegen.x64.X64Registers.XMM7;
import static dev.lathe.codegen.x64.X64Registers.XMM8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lathe.codegen.CodeBuffer;
import dev.lathe.codegen.Operand;
import dev.lathe.codegen.Operand.Imm;
import dev.lathe.codegen.Operand.Label;
import dev.lathe.codegen.Operand.Mem;
import dev.lathe.codegen.Operand.Reg;
import dev.lathe.codegen.RegClass;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Chosen cases of every family, compared with GNU as by hand; the sweep covers the whole table. */
class X64EncoderTest {
  private final CodeBuffer buffer = X64Encoder.newBuffer();

  private static void check(String bytesAndText, X64Op op, Operand... operands) {
    CodeBuffer buffer = X64Encoder.newBuffer();
    X64Encoder.encode(buffer, op, operands);
    String bytes = HexFormat.ofDelimiter(" ").formatHex(buffer.finish());
    assertThat(bytes + "  " + X64Printer.text(op, operands)).isEqualTo(bytesAndText);
  }

  private static void check(String bytesAndText, X64PackedOp op, Operand... operands) {
    CodeBuffer buffer = X64Encoder.newBuffer();
    X64Encoder.encode(buffer, op, operands);
    String bytes = HexFormat.ofDelimiter(" ").formatHex(buffer.finish());
    assertThat(bytes + "  " + X64Printer.text(op, operands)).isEqualTo(bytesAndText);
  }

  private static Imm imm(long value) {
    return new Imm(value);
  }

  @Test
  void registersBelowAndAboveSeven() {
    check("03 f8  add edi,eax", X64Op.ADD_R32_RM32, RDI, RAX);
    check("44 03 c7  add r8d,edi", X64Op.ADD_R32_RM32, R8, RDI);
    check("41 03 ff  add edi,r15d", X64Op.ADD_R32_RM32, RDI, R15);
    check("4d 03 f8  add r15,r8", X64Op.ADD_R64_RM64, R15, R8);
    check("c5 ec 58 c3  vaddps ymm0,ymm2,ymm3", X64Packed.VADDPS.of(32), XMM0, XMM2, XMM3);
    check("c5 3b 58 c7  vaddsd xmm8,xmm8,xmm7", X64Op.VADDSD, XMM8, XMM8, XMM7);
    check("c4 c1 03 58 f8  vaddsd xmm7,xmm15,xmm8", X64Op.VADDSD, XMM7, XMM15, XMM8);
    check("62 a1 ff 08 58 c0  vaddsd xmm16,xmm0,xmm16", X64Op.VADDSD, XMM16, XMM0, XMM16);
  }

  @Test
  void byteRegistersFourToSevenNeedRex() {
    check("88 d9  mov cl,bl", X64Op.MOV_RM8_R8, RCX, RBX);
    check("40 88 e1  mov cl,spl", X64Op.MOV_RM8_R8, RCX, RSP);
    check("40 0f b6 c7  movzx eax,dil", X64Op.MOVZX_R32_RM8, RAX, RDI);
    check("0f b7 c7  movzx eax,di", X64Op.MOVZX_R32_RM16, RAX, RDI);
    check("40 0f 94 c6  sete sil", X64Op.SETE, RSI);
    check("0f 94 06  sete BYTE PTR [rsi]", X64Op.SETE, Mem.of(RSI, 0));
  }

  @Test
  void addressesWithBase() {
    check("8b 00  mov eax,DWORD PTR [rax]", X64Op.MOV_R32_RM32, RAX, Mem.of(RAX, 0));
    check("8b 04 24  mov eax,DWORD PTR [rsp]", X64Op.MOV_R32_RM32, RAX, Mem.of(RSP, 0));
    check("8b 45 00  mov eax,DWORD PTR [rbp+0x0]", X64Op.MOV_R32_RM32, RAX, Mem.of(RBP, 0));
    check("41 8b 04 24  mov eax,DWORD PTR [r12]", X64Op.MOV_R32_RM32, RAX, Mem.of(R12, 0));
    check("41 8b 45 00  mov eax,DWORD PTR [r13+0x0]", X64Op.MOV_R32_RM32, RAX, Mem.of(R13, 0));
    check("8b 43 7f  mov eax,DWORD PTR [rbx+0x7f]", X64Op.MOV_R32_RM32, RAX, Mem.of(RBX, 127));
    check("8b 43 80  mov eax,DWORD PTR [rbx-0x80]", X64Op.MOV_R32_RM32, RAX, Mem.of(RBX, -128));
    check(
        "8b 83 80 00 00 00  mov eax,DWORD PTR [rbx+0x80]",
        X64Op.MOV_R32_RM32,
        RAX,
        Mem.of(RBX, 128));
    check(
        "8b 84 24 7f ff ff ff  mov eax,DWORD PTR [rsp-0x81]",
        X64Op.MOV_R32_RM32,
        RAX,
        Mem.of(RSP, -129));
  }

  @Test
  void addressesWithIndex() {
    check("8d 04 08  lea eax,[rax+rcx*1]", X64Op.LEA_R32_M, RAX, Mem.of(RAX, RCX, 1, 0));
    check("8d 44 55 00  lea eax,[rbp+rdx*2+0x0]", X64Op.LEA_R32_M, RAX, Mem.of(RBP, RDX, 2, 0));
    check(
        "4b 8d 44 a5 10  lea rax,[r13+r12*4+0x10]", X64Op.LEA_R64_M, RAX, Mem.of(R13, R12, 4, 16));
    check(
        "48 8d 04 cd 00 00 00 00  lea rax,[rcx*8+0x0]",
        X64Op.LEA_R64_M,
        RAX,
        Mem.of(null, RCX, 8, 0));
    check(
        "48 8b 04 25 34 12 00 00  mov rax,QWORD PTR ds:0x1234",
        X64Op.MOV_R64_RM64,
        RAX,
        Mem.of((Reg) null, 0x1234));
    check(
        "c4 a2 f1 a9 04 fc  vfmadd213sd xmm0,xmm1,QWORD PTR [rsp+r15*8]",
        X64Op.VFMADD213SD,
        XMM0,
        XMM1,
        Mem.of(RSP, R15, 8, 0));
  }

  @Test
  void evexDisplacementsCountInUnitsOfTheOperand() {
    check(
        "62 e1 f7 08 58 40 7f  vaddsd xmm16,xmm1,QWORD PTR [rax+0x3f8]",
        X64Op.VADDSD,
        XMM16,
        XMM1,
        Mem.of(RAX, 127 * 8));
    check(
        "62 e1 f7 08 58 80 04 00 00 00  vaddsd xmm16,xmm1,QWORD PTR [rax+0x4]",
        X64Op.VADDSD,
        XMM16,
        XMM1,
        Mem.of(RAX, 4));
    check(
        "62 e1 74 28 58 40 80  vaddps ymm16,ymm1,YMMWORD PTR [rax-0x1000]",
        X64Packed.VADDPS.of(32),
        XMM16,
        XMM1,
        Mem.of(RAX, -4096));
  }

  @Test
  void predicatesAndBroadcastsAreBitsOfTheEvexPrefix() {
    check(
        "62 61 fe cf 6f 40 01  vmovdqu64 zmm24{k7}{z},ZMMWORD PTR [rax+0x40]",
        X64Packed.VMOVDQU64.zeroing(64),
        XMM24,
        K7,
        Mem.of(RAX, 64));
    check(
        "62 f1 fe 49 7f 00  vmovdqu64 ZMMWORD PTR [rax]{k1},zmm0",
        X64Packed.VMOVDQU64_M.merging(64),
        Mem.of(RAX, 0),
        K1,
        XMM0);
    check(
        "62 f1 f5 58 58 40 7f  vaddpd zmm0,zmm1,QWORD BCST [rax+0x3f8]",
        X64Packed.VADDPD.broadcast(64),
        XMM0,
        XMM1,
        Mem.of(RAX, 127 * 8));
    check(
        "62 f3 75 4f 1f ca 01  vpcmpltd k1{k7},zmm1,zmm2",
        X64Packed.VPCMPD.merging(64),
        K1,
        K7,
        XMM1,
        XMM2,
        imm(1));
    check("c5 f8 92 c8  kmovw k1,eax", X64Packed.KMOVW_K_R.of(), K1, RAX);
    refuses(
        "VMOVDQU64 of 64 bytes: operand 1 is {k}{z}, not ",
        X64Packed.VMOVDQU64.zeroing(64),
        XMM0,
        K0,
        XMM1);
  }

  @Test
  void immediatesTakeTheShorterOfTwoEqualLines() {
    check("83 c0 7f  add eax,0x7f", X64Op.ADD_RM32_IMM32, RAX, imm(127));
    check("81 c0 80 00 00 00  add eax,0x80", X64Op.ADD_RM32_IMM32, RAX, imm(128));
    check("83 c0 80  add eax,0xffffff80", X64Op.ADD_RM32_IMM32, RAX, imm(-128));
    check("83 c0 80  add eax,0xffffff80", X64Op.ADD_RM32_IMM32, RAX, imm(0xffffff80L));
    check("81 c0 7f ff ff ff  add eax,0xffffff7f", X64Op.ADD_RM32_IMM32, RAX, imm(-129));
    check(
        "48 81 c0 00 00 00 80  add rax,0xffffffff80000000",
        X64Op.ADD_RM64_IMM32,
        RAX,
        imm(Integer.MIN_VALUE));
    check("6b c7 f9  imul eax,edi,0xfffffff9", X64Op.IMUL_R32_RM32_IMM32, RAX, RDI, imm(-7));
    check("d1 e0  shl eax,1", X64Op.SHL_RM32_IMM8, RAX, imm(1));
    check("48 c1 f8 3f  sar rax,0x3f", X64Op.SAR_RM64_IMM8, RAX, imm(63));
    check("6a 80  push 0xffffffffffffff80", X64Op.PUSH_IMM32, imm(-128));
  }

  @Test
  void constantsLoadInThreeLengths() {
    check("b8 ff ff ff ff  mov eax,0xffffffff", X64Op.MOV_R32_IMM32, RAX, imm(-1));
    check("48 c7 c0 ff ff ff ff  mov rax,0xffffffffffffffff", X64Op.MOV_RM64_IMM32, RAX, imm(-1));
    check(
        "49 bf ef cd ab 90 78 56 34 12  movabs r15,0x1234567890abcdef",
        X64Op.MOV_R64_IMM64,
        R15,
        imm(0x1234567890abcdefL));
    check(
        "66 c7 00 00 80  mov WORD PTR [rax],0x8000",
        X64Op.MOV_RM16_IMM16,
        Mem.of(RAX, 0),
        imm(-32768));
    check("c6 00 ff  mov BYTE PTR [rax],0xff", X64Op.MOV_RM8_IMM8, Mem.of(RAX, 0), imm(-1));
  }

  @Test
  void implicitOperandsAreNeitherEncodedNorPrinted() {
    check("f7 f9  idiv ecx", X64Op.IDIV_RM32, RAX, RDX, RCX);
    check("49 f7 e0  mul r8", X64Op.MUL_RM64, RAX, RDX, R8);
    check("48 99  cqo", X64Op.CQO, RDX, RAX);
    check("41 d3 e0  shl r8d,cl", X64Op.SHL_RM32_CL, R8, RCX);
    check("c4 e2 fb f6 c3  mulx rax,rax,rbx", X64Op.MULX_R64, RAX, RAX, RDX, RBX);
  }

  @Test
  void vexOperandsGoWhereTheFormSays() {
    check("c4 e2 61 f7 c1  shlx eax,ecx,ebx", X64Op.SHLX_R32, RAX, RCX, RBX);
    check("c4 c2 f8 f3 cf  blsr rax,r15", X64Op.BLSR_R64, RAX, R15);
    check("c4 e3 fb f0 c7 1f  rorx rax,rdi,0x1f", X64Op.RORX_R64, RAX, RDI, imm(31));
    check(
        "c4 e3 69 4b c3 f0  vblendvpd xmm0,xmm2,xmm3,xmm15",
        X64Op.VBLENDVPD,
        XMM0,
        XMM2,
        XMM3,
        XMM15);
    check("c5 f3 c2 c2 01  vcmpltsd xmm0,xmm1,xmm2", X64Op.VCMPSD, XMM0, XMM1, XMM2, imm(1));
    check("c4 e1 f9 7e c8  vmovq rax,xmm1", X64Op.VMOVQ_RM64, RAX, XMM1);
    check("c4 e1 fb 2a c7  vcvtsi2sd xmm0,xmm0,rdi", X64Op.VCVTSI2SD_XMM_XMM_RM64, XMM0, XMM0, RDI);
    check("c5 f9 73 d1 01  vpsrlq xmm0,xmm1,0x1", X64Packed.VPSRLQ.of(16), XMM0, XMM1, imm(1));
    check("c5 f8 77  vzeroupper", X64Op.VZEROUPPER);
  }

  @Test
  void jumpsAreShortWhereTheTargetIsKnownToBeNear() {
    Label start = buffer.newLabel();
    Label end = buffer.newLabel();
    buffer.bind(start);
    X64Encoder.encode(buffer, X64Op.JE, end);
    while (buffer.size() < 126) {
      X64Encoder.encode(buffer, X64Op.NOP);
    }
    X64Encoder.encode(buffer, X64Op.JMP_REL32, start);
    X64Encoder.encode(buffer, X64Op.JNE, start);
    buffer.bind(end);
    byte[] code = buffer.finish();
    assertThat(HexFormat.of().formatHex(code, 0, 6)).isEqualTo("0f8480000000");
    assertThat(HexFormat.of().formatHex(code, 126, 128)).isEqualTo("eb80");
    assertThat(HexFormat.of().formatHex(code, 128, 134)).isEqualTo("0f857affffff");
    assertThat(X64Printer.text(X64Op.JE, end)).isEqualTo("je L1");
  }

  @Test
  void constantsAreReadRelativeToTheEndOfTheInstruction() {
    Label constant = buffer.constant(2);
    X64Encoder.encode(buffer, X64Op.MOV_R32_RM32, RAX, Mem.of(constant));
    X64Encoder.encode(buffer, X64Op.CMP_RM32_IMM32, Mem.of(constant), imm(1));
    X64Encoder.encode(buffer, X64Op.CMP_RM32_IMM32, new Mem(null, null, 1, 4, constant), imm(999));
    byte[] code = buffer.finish();
    int at = buffer.offset(constant);
    assertThat(HexFormat.of().formatHex(code))
        .isEqualTo(
            "8b05%02x000000".formatted(at - 6)
                + "833d%02x00000001".formatted(at - 13)
                + "813d%02x000000e7030000".formatted(at + 4 - 23)
                + "90"
                + "0200000000000000");
    assertThat(X64Printer.text(X64Op.MOV_R32_RM32, RAX, Mem.of(constant)))
        .isEqualTo("mov eax,DWORD PTR [rip+L0]");
  }

  @Test
  void gapsInCodeAreMultiByteNops() {
    X64Encoder.encode(buffer, X64Op.RET);
    buffer.align(16);
    assertThat(HexFormat.of().formatHex(buffer.finish()))
        .isEqualTo("c3" + "660f1f840000000000" + "660f1f440000");
  }

  @Test
  void virtualRegistersPrintButDoNotEncode() {
    Reg v12 = Reg.virtual(RegClass.GENERAL, 12);
    assertThat(X64Printer.text(X64Op.ADD_R32_RM32, v12, Mem.of(v12, 0)))
        .isEqualTo("add v12,DWORD PTR [v12]");
    refuses("ADD_R32_RM32: operand 0 is r32, not ", X64Op.ADD_R32_RM32, v12, RAX);
    refuses("ADD_R32_RM32: operand 1 is r/m32, not ", X64Op.ADD_R32_RM32, RAX, Mem.of(v12, 0));
  }

  @Test
  void refusesOperandsThatDoNotFitTheRow() {
    refuses("ADD_R32_RM32 takes 2 operands, not 1", X64Op.ADD_R32_RM32, RAX);
    refuses("ADD_R32_RM32: operand 1 is r/m32, not ", X64Op.ADD_R32_RM32, RAX, XMM1);
    refuses("ADD_R32_RM32: operand 0 is r32, not ", X64Op.ADD_R32_RM32, Mem.of(RAX, 0), RAX);
    refuses("ADD_R32_RM32: operand 1 is r/m32, not ", X64Op.ADD_R32_RM32, RAX, imm(1));
    refuses("ADD_R32_RM32: operand 1 is r/m32, not null", X64Op.ADD_R32_RM32, RAX, null);
    refuses("VADDSD: operand 2 is xmm/m64, not ", X64Op.VADDSD, XMM0, XMM1, K1);
    refuses("SHL_RM32_CL: operand 1 is cl, not ", X64Op.SHL_RM32_CL, RAX, RDX);
    refuses("IDIV_RM32: operand 1 is edx, not ", X64Op.IDIV_RM32, RAX, RCX, RBX);
    refuses("JE: operand 0 is rel32, not ", X64Op.JE, imm(4));
    refuses("MOV_R64_IMM64: operand 1 is imm64, not ", X64Op.MOV_R64_IMM64, RAX, new Label(0));
    refuses("VMOVSD_M64: operand 0 is m64, not ", X64Op.VMOVSD_M64, XMM0, XMM1);
  }

  @Test
  void refusesRegistersThatTheEncodingCannotName() {
    Reg r16 = Reg.physical(RegClass.GENERAL, 16);
    Reg xmm32 = Reg.physical(RegClass.VECTOR, 32);
    refuses("ADD_R32_RM32: operand 0 is r32, not ", X64Op.ADD_R32_RM32, r16, RAX);
    refuses("ADD_R32_RM32: operand 1 is r/m32, not ", X64Op.ADD_R32_RM32, RAX, Mem.of(r16, 0));
    refuses("VADDSD: operand 0 is xmm, not ", X64Op.VADDSD, xmm32, XMM0, XMM0);
    assertThat(X64Packed.VPTEST.of(16).reachesUpperVectors()).isFalse();
    refuses("VPTEST of 16 bytes: operand 0 is xmm, not ", X64Packed.VPTEST.of(16), XMM16, XMM0);
  }

  @Test
  void refusesImmediatesThatDoNotFit() {
    refuses("SHL_RM32_IMM8: operand 1 is imm8, not ", X64Op.SHL_RM32_IMM8, RAX, imm(256));
    refuses("SHL_RM32_IMM8: operand 1 is imm8, not ", X64Op.SHL_RM32_IMM8, RAX, imm(-129));
    refuses("ADD_RM32_IMM32: operand 1 is imm32, not ", X64Op.ADD_RM32_IMM32, RAX, imm(1L << 32));
    refuses("ADD_RM64_IMM32: operand 1 is imm32, not ", X64Op.ADD_RM64_IMM32, RAX, imm(1L << 31));
    refuses("PUSH_IMM32: operand 0 is imm32, not ", X64Op.PUSH_IMM32, imm(1L << 31));
    refuses(
        "MOV_RM16_IMM16: operand 1 is imm16, not ", X64Op.MOV_RM16_IMM16, RAX, imm(-(1 << 15) - 1));
  }

  @Test
  void refusesAddressesThatDoNotExist() {
    String expected = "LEA_R64_M: operand 1 is m, not ";
    refuses(expected, X64Op.LEA_R64_M, RAX, Mem.of(RAX, RSP, 1, 0));
    refuses(expected, X64Op.LEA_R64_M, RAX, Mem.of(RAX, RCX, 3, 0));
    refuses(expected, X64Op.LEA_R64_M, RAX, Mem.of(XMM0, 0));
    refuses(expected, X64Op.LEA_R64_M, RAX, new Mem(RAX, null, 1, 0, new Label(0)));
    refuses(expected, X64Op.LEA_R64_M, RAX, RAX);
  }

  private void refuses(String message, X64PackedOp op, Operand... operands) {
    assertThatThrownBy(() -> X64Encoder.encode(buffer, op, operands))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    assertThat(buffer.size()).isZero();
  }

  private void refuses(String message, X64Op op, Operand... operands) {
    assertThatThrownBy(() -> X64Encoder.encode(buffer, op, operands))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    assertThat(buffer.size()).isZero();
  }
}

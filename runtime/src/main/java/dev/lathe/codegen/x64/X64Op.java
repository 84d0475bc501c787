package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.Form.*;
import static dev.lathe.codegen.x64.X64Feature.*;

import dev.lathe.codegen.MachineOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.Role;

/**
 * The instructions of x86-64 that Lathe emits, but for those on packed lanes, which are in {@link
 * X64Packed}. One row is one line of an instruction's page in the Intel SDM (volume 2), with the
 * same columns in the same notation:
 *
 * <pre>
 * name            opcode                   Op/En instruction                        CPUID feature
 * ADD_R32_RM32   ("03 /r",                 RM,   "add +r32, r/m32, =&lt;flags&gt;",         BASE)
 * ADD_RM32_IMM32 ("81 /0 id", "83 /0 ib",  MI,   "add +r/m32, imm32, =&lt;flags&gt;",       BASE)
 * MUL_RM32       ("F7 /4",                 M,    "mul +&lt;eax&gt;, =&lt;edx&gt;, r/m32, …",      BASE)
 * VANDPS         ("VEX.128.0F.WIG 54 /r",  RVM,  "vandps =xmm, xmm, xmm/m128",       AVX)
 * </pre>
 *
 * <ul>
 *   <li><b>Opcode:</b> {@link Encoding}. A second one is an equal line that the encoder prefers
 *       where it applies: an imm32 that fits a sign-extended imm8, a shift by 1, a backward jump in
 *       reach of rel8, EVEX where a register above 15 needs it.
 *   <li><b>Op/En:</b> {@link Form}, where each explicit operand goes.
 *   <li><b>Instruction:</b> {@link Signature} and {@link OperandSpec}. {@code =} is DEF, {@code +}
 *       is USE_DEF, nothing is USE. Operands in angle brackets are implicit: operands of the row
 *       with a fixed register, not encoded. {@code <flags>} is no operand; see {@link #readsFlags},
 *       {@link #writesFlags}.
 * </ul>
 *
 * <b>Names.</b> The mnemonic alone if it has one row ({@code VADDSD}, {@code JE}, {@code CQO}).
 * Where the manual has more, legacy rows append all explicit operands, without slashes ({@code
 * ADD_R32_RM32}, {@code SHL_RM32_CL}); VEX and EVEX rows append the first operand ({@code
 * SHLX_R32}, {@code VMOVSD_M64}), and all of them if that is not enough ({@code VMOVSD_XMM_M64}).
 *
 * <p>A row is parsed when it is first used.
 */
public enum X64Op implements MachineOp {
  // format:off
  // Moves of general registers. A write of a 32-bit register clears the upper half.
  MOV_RM8_R8              ("88 /r",                                                   MR,    "mov =r/m8, r8",                                           BASE),
  MOV_RM16_R16            ("66 89 /r",                                                MR,    "mov =r/m16, r16",                                         BASE),
  MOV_RM32_R32            ("89 /r",                                                   MR,    "mov =r/m32, r32",                                         BASE),
  MOV_RM64_R64            ("REX.W + 89 /r",                                           MR,    "mov =r/m64, r64",                                         BASE),
  MOV_R32_RM32            ("8B /r",                                                   RM,    "mov =r32, r/m32",                                         BASE),
  MOV_R64_RM64            ("REX.W + 8B /r",                                           RM,    "mov =r64, r/m64",                                         BASE),
  MOV_R32_IMM32           ("B8+rd id",                                                OI,    "mov =r32, imm32",                                         BASE),
  MOV_R64_IMM64           ("REX.W + B8+ro io",                                        OI,    "movabs =r64, imm64",                                      BASE),
  MOV_RM8_IMM8            ("C6 /0 ib",                                                MI,    "mov =r/m8, imm8",                                         BASE),
  MOV_RM16_IMM16          ("66 C7 /0 iw",                                             MI,    "mov =r/m16, imm16",                                       BASE),
  MOV_RM32_IMM32          ("C7 /0 id",                                                MI,    "mov =r/m32, imm32",                                       BASE),
  MOV_RM64_IMM32          ("REX.W + C7 /0 id",                                        MI,    "mov =r/m64, imm32",                                       BASE),
  MOVZX_R32_RM8           ("0F B6 /r",                                                RM,    "movzx =r32, r/m8",                                        BASE),
  MOVZX_R32_RM16          ("0F B7 /r",                                                RM,    "movzx =r32, r/m16",                                       BASE),
  MOVZX_R64_RM8           ("REX.W + 0F B6 /r",                                        RM,    "movzx =r64, r/m8",                                        BASE),
  MOVSX_R32_RM8           ("0F BE /r",                                                RM,    "movsx =r32, r/m8",                                        BASE),
  MOVSX_R32_RM16          ("0F BF /r",                                                RM,    "movsx =r32, r/m16",                                       BASE),
  MOVSXD                  ("REX.W + 63 /r",                                           RM,    "movsxd =r64, r/m32",                                      BASE),
  LEA_R32_M               ("8D /r",                                                   RM,    "lea =r32, m",                                             BASE),
  LEA_R64_M               ("REX.W + 8D /r",                                           RM,    "lea =r64, m",                                             BASE),
  XCHG_RM64_R64           ("REX.W + 87 /r",                                           MR,    "xchg +r/m64, +r64",                                       BASE),
  BSWAP_R32               ("0F C8+rd",                                                O,     "bswap +r32",                                              BASE),
  BSWAP_R64               ("REX.W + 0F C8+ro",                                        O,     "bswap +r64",                                              BASE),

  // Integer arithmetic and logic; an imm32 that fits a sign-extended imm8 takes the shorter line.
  ADD_R32_RM32            ("03 /r",                                                   RM,    "add +r32, r/m32, =<flags>",                               BASE),
  ADD_RM32_R32            ("01 /r",                                                   MR,    "add +r/m32, r32, =<flags>",                               BASE),
  ADD_RM32_IMM32          ("81 /0 id", "83 /0 ib",                                    MI,    "add +r/m32, imm32, =<flags>",                             BASE),
  ADD_R64_RM64            ("REX.W + 03 /r",                                           RM,    "add +r64, r/m64, =<flags>",                               BASE),
  ADD_RM64_R64            ("REX.W + 01 /r",                                           MR,    "add +r/m64, r64, =<flags>",                               BASE),
  ADD_RM64_IMM32          ("REX.W + 81 /0 id", "REX.W + 83 /0 ib",                    MI,    "add +r/m64, imm32, =<flags>",                             BASE),
  OR_R32_RM32             ("0B /r",                                                   RM,    "or +r32, r/m32, =<flags>",                                BASE),
  OR_RM32_R32             ("09 /r",                                                   MR,    "or +r/m32, r32, =<flags>",                                BASE),
  OR_RM32_IMM32           ("81 /1 id", "83 /1 ib",                                    MI,    "or +r/m32, imm32, =<flags>",                              BASE),
  OR_R64_RM64             ("REX.W + 0B /r",                                           RM,    "or +r64, r/m64, =<flags>",                                BASE),
  OR_RM64_R64             ("REX.W + 09 /r",                                           MR,    "or +r/m64, r64, =<flags>",                                BASE),
  OR_RM64_IMM32           ("REX.W + 81 /1 id", "REX.W + 83 /1 ib",                    MI,    "or +r/m64, imm32, =<flags>",                              BASE),
  ADC_R32_RM32            ("13 /r",                                                   RM,    "adc +r32, r/m32, +<flags>",                               BASE),
  AND_R32_RM32            ("23 /r",                                                   RM,    "and +r32, r/m32, =<flags>",                               BASE),
  AND_RM32_R32            ("21 /r",                                                   MR,    "and +r/m32, r32, =<flags>",                               BASE),
  AND_RM32_IMM32          ("81 /4 id", "83 /4 ib",                                    MI,    "and +r/m32, imm32, =<flags>",                             BASE),
  AND_R64_RM64            ("REX.W + 23 /r",                                           RM,    "and +r64, r/m64, =<flags>",                               BASE),
  AND_RM64_R64            ("REX.W + 21 /r",                                           MR,    "and +r/m64, r64, =<flags>",                               BASE),
  AND_RM64_IMM32          ("REX.W + 81 /4 id", "REX.W + 83 /4 ib",                    MI,    "and +r/m64, imm32, =<flags>",                             BASE),
  SUB_R32_RM32            ("2B /r",                                                   RM,    "sub +r32, r/m32, =<flags>",                               BASE),
  SUB_RM32_IMM32          ("81 /5 id", "83 /5 ib",                                    MI,    "sub +r/m32, imm32, =<flags>",                             BASE),
  SUB_R64_RM64            ("REX.W + 2B /r",                                           RM,    "sub +r64, r/m64, =<flags>",                               BASE),
  SUB_RM64_IMM32          ("REX.W + 81 /5 id", "REX.W + 83 /5 ib",                    MI,    "sub +r/m64, imm32, =<flags>",                             BASE),
  XOR_R32_RM32            ("33 /r",                                                   RM,    "xor +r32, r/m32, =<flags>",                               BASE),
  XOR_RM32_R32            ("31 /r",                                                   MR,    "xor +r/m32, r32, =<flags>",                               BASE),
  XOR_RM32_IMM32          ("81 /6 id", "83 /6 ib",                                    MI,    "xor +r/m32, imm32, =<flags>",                             BASE),
  XOR_R64_RM64            ("REX.W + 33 /r",                                           RM,    "xor +r64, r/m64, =<flags>",                               BASE),
  XOR_RM64_R64            ("REX.W + 31 /r",                                           MR,    "xor +r/m64, r64, =<flags>",                               BASE),
  XOR_RM64_IMM32          ("REX.W + 81 /6 id", "REX.W + 83 /6 ib",                    MI,    "xor +r/m64, imm32, =<flags>",                             BASE),
  CMP_RM8_IMM8            ("80 /7 ib",                                                MI,    "cmp r/m8, imm8, =<flags>",                                BASE),
  CMP_R32_RM32            ("3B /r",                                                   RM,    "cmp r32, r/m32, =<flags>",                                BASE),
  CMP_RM32_R32            ("39 /r",                                                   MR,    "cmp r/m32, r32, =<flags>",                                BASE),
  CMP_RM32_IMM32          ("81 /7 id", "83 /7 ib",                                    MI,    "cmp r/m32, imm32, =<flags>",                              BASE),
  CMP_R64_RM64            ("REX.W + 3B /r",                                           RM,    "cmp r64, r/m64, =<flags>",                                BASE),
  CMP_RM64_R64            ("REX.W + 39 /r",                                           MR,    "cmp r/m64, r64, =<flags>",                                BASE),
  CMP_RM64_IMM32          ("REX.W + 81 /7 id", "REX.W + 83 /7 ib",                    MI,    "cmp r/m64, imm32, =<flags>",                              BASE),
  TEST_RM32_R32           ("85 /r",                                                   MR,    "test r/m32, r32, =<flags>",                               BASE),
  TEST_RM32_IMM32         ("F7 /0 id",                                                MI,    "test r/m32, imm32, =<flags>",                             BASE),
  TEST_RM64_R64           ("REX.W + 85 /r",                                           MR,    "test r/m64, r64, =<flags>",                               BASE),
  TEST_RM64_IMM32         ("REX.W + F7 /0 id",                                        MI,    "test r/m64, imm32, =<flags>",                             BASE),
  NOT_RM32                ("F7 /2",                                                   M,     "not +r/m32",                                              BASE),
  NEG_RM32                ("F7 /3",                                                   M,     "neg +r/m32, =<flags>",                                    BASE),
  DEC_RM32                ("FF /1",                                                   M,     "dec +r/m32, =<flags>",                                    BASE),
  NOT_RM64                ("REX.W + F7 /2",                                           M,     "not +r/m64",                                              BASE),
  NEG_RM64                ("REX.W + F7 /3",                                           M,     "neg +r/m64, =<flags>",                                    BASE),
  DEC_RM64                ("REX.W + FF /1",                                           M,     "dec +r/m64, =<flags>",                                    BASE),

  // Multiplication and division. The implicit operands are operands of the row: rax, then rdx.
  IMUL_R32_RM32           ("0F AF /r",                                                RM,    "imul +r32, r/m32, =<flags>",                              BASE),
  IMUL_R32_RM32_IMM32     ("69 /r id", "6B /r ib",                                    RMI,   "imul =r32, r/m32, imm32, =<flags>",                       BASE),
  MUL_RM32                ("F7 /4",                                                   M,     "mul +<eax>, =<edx>, r/m32, =<flags>",                     BASE),
  DIV_RM32                ("F7 /6",                                                   M,     "div +<eax>, +<edx>, r/m32, =<flags>",                     BASE),
  IDIV_RM32               ("F7 /7",                                                   M,     "idiv +<eax>, +<edx>, r/m32, =<flags>",                    BASE),
  IMUL_R64_RM64           ("REX.W + 0F AF /r",                                        RM,    "imul +r64, r/m64, =<flags>",                              BASE),
  IMUL_R64_RM64_IMM32     ("REX.W + 69 /r id", "REX.W + 6B /r ib",                    RMI,   "imul =r64, r/m64, imm32, =<flags>",                       BASE),
  MUL_RM64                ("REX.W + F7 /4",                                           M,     "mul +<rax>, =<rdx>, r/m64, =<flags>",                     BASE),
  IMUL_RM64               ("REX.W + F7 /5",                                           M,     "imul +<rax>, =<rdx>, r/m64, =<flags>",                    BASE),
  DIV_RM64                ("REX.W + F7 /6",                                           M,     "div +<rax>, +<rdx>, r/m64, =<flags>",                     BASE),
  IDIV_RM64               ("REX.W + F7 /7",                                           M,     "idiv +<rax>, +<rdx>, r/m64, =<flags>",                    BASE),
  CDQ                     ("99",                                                      ZO,    "cdq =<edx>, <eax>",                                       BASE),
  CQO                     ("REX.W + 99",                                              ZO,    "cqo =<rdx>, <rax>",                                       BASE),

  // Shifts and rotates. An imm8 of 1 takes the line without immediate.
  SHL_RM32_IMM8           ("C1 /4 ib", "D1 /4",                                       MI,    "shl +r/m32, imm8, =<flags>",                              BASE),
  SHL_RM32_CL             ("D3 /4",                                                   MC,    "shl +r/m32, cl, =<flags>",                                BASE),
  SHL_RM64_IMM8           ("REX.W + C1 /4 ib", "REX.W + D1 /4",                       MI,    "shl +r/m64, imm8, =<flags>",                              BASE),
  SHL_RM64_CL             ("REX.W + D3 /4",                                           MC,    "shl +r/m64, cl, =<flags>",                                BASE),
  SHR_RM32_IMM8           ("C1 /5 ib", "D1 /5",                                       MI,    "shr +r/m32, imm8, =<flags>",                              BASE),
  SHR_RM64_IMM8           ("REX.W + C1 /5 ib", "REX.W + D1 /5",                       MI,    "shr +r/m64, imm8, =<flags>",                              BASE),
  SAR_RM32_IMM8           ("C1 /7 ib", "D1 /7",                                       MI,    "sar +r/m32, imm8, =<flags>",                              BASE),
  SAR_RM64_IMM8           ("REX.W + C1 /7 ib", "REX.W + D1 /7",                       MI,    "sar +r/m64, imm8, =<flags>",                              BASE),
  ROL_RM32_CL             ("D3 /0",                                                   MC,    "rol +r/m32, cl, =<flags>",                                BASE),
  ROL_RM64_CL             ("REX.W + D3 /0",                                           MC,    "rol +r/m64, cl, =<flags>",                                BASE),

  // Bits.
  BT_RM64_IMM8            ("REX.W + 0F BA /4 ib",                                     MI,    "bt r/m64, imm8, =<flags>",                                BASE),
  POPCNT_R32_RM32         ("F3 0F B8 /r",                                             RM,    "popcnt =r32, r/m32, =<flags>",                            POPCNT),
  POPCNT_R64_RM64         ("F3 REX.W 0F B8 /r",                                       RM,    "popcnt =r64, r/m64, =<flags>",                            POPCNT),
  TZCNT_R32_RM32          ("F3 0F BC /r",                                             RM,    "tzcnt =r32, r/m32, =<flags>",                             BMI1),
  TZCNT_R64_RM64          ("F3 REX.W 0F BC /r",                                       RM,    "tzcnt =r64, r/m64, =<flags>",                             BMI1),
  LZCNT_R32_RM32          ("F3 0F BD /r",                                             RM,    "lzcnt =r32, r/m32, =<flags>",                             LZCNT),
  LZCNT_R64_RM64          ("F3 REX.W 0F BD /r",                                       RM,    "lzcnt =r64, r/m64, =<flags>",                             LZCNT),
  ANDN_R32                ("VEX.LZ.0F38.W0 F2 /r",                                    RVM,   "andn =r32, r32, r/m32, =<flags>",                         BMI1),
  BLSR_R32                ("VEX.LZ.0F38.W0 F3 /1",                                    VM,    "blsr =r32, r/m32, =<flags>",                              BMI1),
  BLSI_R32                ("VEX.LZ.0F38.W0 F3 /3",                                    VM,    "blsi =r32, r/m32, =<flags>",                              BMI1),
  SHLX_R32                ("VEX.LZ.66.0F38.W0 F7 /r",                                 RMV,   "shlx =r32, r/m32, r32",                                   BMI2),
  SHRX_R32                ("VEX.LZ.F2.0F38.W0 F7 /r",                                 RMV,   "shrx =r32, r/m32, r32",                                   BMI2),
  SARX_R32                ("VEX.LZ.F3.0F38.W0 F7 /r",                                 RMV,   "sarx =r32, r/m32, r32",                                   BMI2),
  RORX_R32                ("VEX.LZ.F2.0F3A.W0 F0 /r ib",                              RMI,   "rorx =r32, r/m32, imm8",                                  BMI2),
  ANDN_R64                ("VEX.LZ.0F38.W1 F2 /r",                                    RVM,   "andn =r64, r64, r/m64, =<flags>",                         BMI1),
  BLSR_R64                ("VEX.LZ.0F38.W1 F3 /1",                                    VM,    "blsr =r64, r/m64, =<flags>",                              BMI1),
  BLSI_R64                ("VEX.LZ.0F38.W1 F3 /3",                                    VM,    "blsi =r64, r/m64, =<flags>",                              BMI1),
  BZHI_R64                ("VEX.LZ.0F38.W1 F5 /r",                                    RMV,   "bzhi =r64, r/m64, r64, =<flags>",                         BMI2),
  SHLX_R64                ("VEX.LZ.66.0F38.W1 F7 /r",                                 RMV,   "shlx =r64, r/m64, r64",                                   BMI2),
  SHRX_R64                ("VEX.LZ.F2.0F38.W1 F7 /r",                                 RMV,   "shrx =r64, r/m64, r64",                                   BMI2),
  SARX_R64                ("VEX.LZ.F3.0F38.W1 F7 /r",                                 RMV,   "sarx =r64, r/m64, r64",                                   BMI2),
  RORX_R64                ("VEX.LZ.F2.0F3A.W1 F0 /r ib",                              RMI,   "rorx =r64, r/m64, imm8",                                  BMI2),
  MULX_R64                ("VEX.LZ.F2.0F38.W1 F6 /r",                                 RVM,   "mulx =r64, =r64, <rdx>, r/m64",                           BMI2),

  // Conditions, in the order of their codes. setcc writes 8 bits and leaves the rest.
  SETO                    ("0F 90 /0",                                                M,     "seto =r/m8, <flags>",                                     BASE),
  SETNO                   ("0F 91 /0",                                                M,     "setno =r/m8, <flags>",                                    BASE),
  SETB                    ("0F 92 /0",                                                M,     "setb =r/m8, <flags>",                                     BASE),
  SETAE                   ("0F 93 /0",                                                M,     "setae =r/m8, <flags>",                                    BASE),
  SETE                    ("0F 94 /0",                                                M,     "sete =r/m8, <flags>",                                     BASE),
  SETNE                   ("0F 95 /0",                                                M,     "setne =r/m8, <flags>",                                    BASE),
  SETBE                   ("0F 96 /0",                                                M,     "setbe =r/m8, <flags>",                                    BASE),
  SETA                    ("0F 97 /0",                                                M,     "seta =r/m8, <flags>",                                     BASE),
  SETS                    ("0F 98 /0",                                                M,     "sets =r/m8, <flags>",                                     BASE),
  SETNS                   ("0F 99 /0",                                                M,     "setns =r/m8, <flags>",                                    BASE),
  SETP                    ("0F 9A /0",                                                M,     "setp =r/m8, <flags>",                                     BASE),
  SETNP                   ("0F 9B /0",                                                M,     "setnp =r/m8, <flags>",                                    BASE),
  SETL                    ("0F 9C /0",                                                M,     "setl =r/m8, <flags>",                                     BASE),
  SETGE                   ("0F 9D /0",                                                M,     "setge =r/m8, <flags>",                                    BASE),
  SETLE                   ("0F 9E /0",                                                M,     "setle =r/m8, <flags>",                                    BASE),
  SETG                    ("0F 9F /0",                                                M,     "setg =r/m8, <flags>",                                     BASE),
  CMOVO_R32_RM32          ("0F 40 /r",                                                RM,    "cmovo +r32, r/m32, <flags>",                              BASE),
  CMOVNO_R32_RM32         ("0F 41 /r",                                                RM,    "cmovno +r32, r/m32, <flags>",                             BASE),
  CMOVB_R32_RM32          ("0F 42 /r",                                                RM,    "cmovb +r32, r/m32, <flags>",                              BASE),
  CMOVAE_R32_RM32         ("0F 43 /r",                                                RM,    "cmovae +r32, r/m32, <flags>",                             BASE),
  CMOVE_R32_RM32          ("0F 44 /r",                                                RM,    "cmove +r32, r/m32, <flags>",                              BASE),
  CMOVNE_R32_RM32         ("0F 45 /r",                                                RM,    "cmovne +r32, r/m32, <flags>",                             BASE),
  CMOVBE_R32_RM32         ("0F 46 /r",                                                RM,    "cmovbe +r32, r/m32, <flags>",                             BASE),
  CMOVA_R32_RM32          ("0F 47 /r",                                                RM,    "cmova +r32, r/m32, <flags>",                              BASE),
  CMOVS_R32_RM32          ("0F 48 /r",                                                RM,    "cmovs +r32, r/m32, <flags>",                              BASE),
  CMOVNS_R32_RM32         ("0F 49 /r",                                                RM,    "cmovns +r32, r/m32, <flags>",                             BASE),
  CMOVP_R32_RM32          ("0F 4A /r",                                                RM,    "cmovp +r32, r/m32, <flags>",                              BASE),
  CMOVNP_R32_RM32         ("0F 4B /r",                                                RM,    "cmovnp +r32, r/m32, <flags>",                             BASE),
  CMOVL_R32_RM32          ("0F 4C /r",                                                RM,    "cmovl +r32, r/m32, <flags>",                              BASE),
  CMOVGE_R32_RM32         ("0F 4D /r",                                                RM,    "cmovge +r32, r/m32, <flags>",                             BASE),
  CMOVLE_R32_RM32         ("0F 4E /r",                                                RM,    "cmovle +r32, r/m32, <flags>",                             BASE),
  CMOVG_R32_RM32          ("0F 4F /r",                                                RM,    "cmovg +r32, r/m32, <flags>",                              BASE),
  CMOVO_R64_RM64          ("REX.W + 0F 40 /r",                                        RM,    "cmovo +r64, r/m64, <flags>",                              BASE),
  CMOVNO_R64_RM64         ("REX.W + 0F 41 /r",                                        RM,    "cmovno +r64, r/m64, <flags>",                             BASE),
  CMOVB_R64_RM64          ("REX.W + 0F 42 /r",                                        RM,    "cmovb +r64, r/m64, <flags>",                              BASE),
  CMOVAE_R64_RM64         ("REX.W + 0F 43 /r",                                        RM,    "cmovae +r64, r/m64, <flags>",                             BASE),
  CMOVE_R64_RM64          ("REX.W + 0F 44 /r",                                        RM,    "cmove +r64, r/m64, <flags>",                              BASE),
  CMOVNE_R64_RM64         ("REX.W + 0F 45 /r",                                        RM,    "cmovne +r64, r/m64, <flags>",                             BASE),
  CMOVBE_R64_RM64         ("REX.W + 0F 46 /r",                                        RM,    "cmovbe +r64, r/m64, <flags>",                             BASE),
  CMOVA_R64_RM64          ("REX.W + 0F 47 /r",                                        RM,    "cmova +r64, r/m64, <flags>",                              BASE),
  CMOVS_R64_RM64          ("REX.W + 0F 48 /r",                                        RM,    "cmovs +r64, r/m64, <flags>",                              BASE),
  CMOVNS_R64_RM64         ("REX.W + 0F 49 /r",                                        RM,    "cmovns +r64, r/m64, <flags>",                             BASE),
  CMOVP_R64_RM64          ("REX.W + 0F 4A /r",                                        RM,    "cmovp +r64, r/m64, <flags>",                              BASE),
  CMOVNP_R64_RM64         ("REX.W + 0F 4B /r",                                        RM,    "cmovnp +r64, r/m64, <flags>",                             BASE),
  CMOVL_R64_RM64          ("REX.W + 0F 4C /r",                                        RM,    "cmovl +r64, r/m64, <flags>",                              BASE),
  CMOVGE_R64_RM64         ("REX.W + 0F 4D /r",                                        RM,    "cmovge +r64, r/m64, <flags>",                             BASE),
  CMOVLE_R64_RM64         ("REX.W + 0F 4E /r",                                        RM,    "cmovle +r64, r/m64, <flags>",                             BASE),
  CMOVG_R64_RM64          ("REX.W + 0F 4F /r",                                        RM,    "cmovg +r64, r/m64, <flags>",                              BASE),

  // Control transfer. A backward jump in reach takes the line with rel8.
  JO                      ("0F 80 cd", "70 cb",                                       D,     "jo rel32, <flags>",                                       BASE),
  JNO                     ("0F 81 cd", "71 cb",                                       D,     "jno rel32, <flags>",                                      BASE),
  JB                      ("0F 82 cd", "72 cb",                                       D,     "jb rel32, <flags>",                                       BASE),
  JAE                     ("0F 83 cd", "73 cb",                                       D,     "jae rel32, <flags>",                                      BASE),
  JE                      ("0F 84 cd", "74 cb",                                       D,     "je rel32, <flags>",                                       BASE),
  JNE                     ("0F 85 cd", "75 cb",                                       D,     "jne rel32, <flags>",                                      BASE),
  JBE                     ("0F 86 cd", "76 cb",                                       D,     "jbe rel32, <flags>",                                      BASE),
  JA                      ("0F 87 cd", "77 cb",                                       D,     "ja rel32, <flags>",                                       BASE),
  JS                      ("0F 88 cd", "78 cb",                                       D,     "js rel32, <flags>",                                       BASE),
  JNS                     ("0F 89 cd", "79 cb",                                       D,     "jns rel32, <flags>",                                      BASE),
  JP                      ("0F 8A cd", "7A cb",                                       D,     "jp rel32, <flags>",                                       BASE),
  JNP                     ("0F 8B cd", "7B cb",                                       D,     "jnp rel32, <flags>",                                      BASE),
  JL                      ("0F 8C cd", "7C cb",                                       D,     "jl rel32, <flags>",                                       BASE),
  JGE                     ("0F 8D cd", "7D cb",                                       D,     "jge rel32, <flags>",                                      BASE),
  JLE                     ("0F 8E cd", "7E cb",                                       D,     "jle rel32, <flags>",                                      BASE),
  JG                      ("0F 8F cd", "7F cb",                                       D,     "jg rel32, <flags>",                                       BASE),
  JMP_REL32               ("E9 cd", "EB cb",                                          D,     "jmp rel32",                                               BASE),
  JMP_RM64                ("FF /4",                                                   M,     "jmp r/m64",                                               BASE),
  CALL_REL32              ("E8 cd",                                                   D,     "call rel32",                                              BASE),
  CALL_RM64               ("FF /2",                                                   M,     "call r/m64",                                              BASE),
  RET                     ("C3",                                                      ZO,    "ret",                                                     BASE),
  PUSH_R64                ("50+ro",                                                   O,     "push r64",                                                BASE),
  PUSH_IMM32              ("68 id", "6A ib",                                          I,     "push imm32",                                              BASE),
  PUSH_M64                ("FF /6",                                                   M,     "push m64",                                                BASE),
  POP_R64                 ("58+ro",                                                   O,     "pop =r64",                                                BASE),
  POP_M64                 ("8F /0",                                                   M,     "pop =m64",                                                BASE),
  INT3                    ("CC",                                                      ZO,    "int3",                                                    BASE),
  NOP                     ("90",                                                      ZO,    "nop",                                                     BASE),
  CPUID                   ("0F A2",                                                   ZO,    "cpuid +<eax>, =<ebx>, +<ecx>, =<edx>",                    BASE),
  XGETBV                  ("0F 01 D0",                                                ZO,    "xgetbv =<eax>, =<edx>, <ecx>",                            BASE),

  // Moves of vector registers. Aligned forms fault on an unaligned address.
  VMOVSS_XMM_M32          ("VEX.LIG.F3.0F.WIG 10 /r", "EVEX.LLIG.F3.0F.W0 10 /r",     RM,    "vmovss =xmm, m32",                                        AVX),
  VMOVSS_M32              ("VEX.LIG.F3.0F.WIG 11 /r", "EVEX.LLIG.F3.0F.W0 11 /r",     MR,    "vmovss =m32, xmm",                                        AVX),
  VMOVSD_XMM_M64          ("VEX.LIG.F2.0F.WIG 10 /r", "EVEX.LLIG.F2.0F.W1 10 /r",     RM,    "vmovsd =xmm, m64",                                        AVX),
  VMOVSD_M64              ("VEX.LIG.F2.0F.WIG 11 /r", "EVEX.LLIG.F2.0F.W1 11 /r",     MR,    "vmovsd =m64, xmm",                                        AVX),
  VMOVAPS                 ("VEX.128.0F.WIG 28 /r", "EVEX.128.0F.W0 28 /r",            RM,    "vmovaps =xmm, xmm/m128",                                  AVX),
  VMOVUPS_XMM             ("VEX.128.0F.WIG 10 /r", "EVEX.128.0F.W0 10 /r",            RM,    "vmovups =xmm, xmm/m128",                                  AVX),
  VMOVUPS_M128            ("VEX.128.0F.WIG 11 /r", "EVEX.128.0F.W0 11 /r",            MR,    "vmovups =m128, xmm",                                      AVX),
  VMOVD_XMM               ("VEX.128.66.0F.W0 6E /r", "EVEX.128.66.0F.W0 6E /r",       RM,    "vmovd =xmm, r/m32",                                       AVX),
  VMOVD_RM32              ("VEX.128.66.0F.W0 7E /r", "EVEX.128.66.0F.W0 7E /r",       MR,    "vmovd =r/m32, xmm",                                       AVX),
  VMOVQ_XMM               ("VEX.128.66.0F.W1 6E /r", "EVEX.128.66.0F.W1 6E /r",       RM,    "vmovq =xmm, r/m64",                                       AVX),
  VMOVQ_RM64              ("VEX.128.66.0F.W1 7E /r", "EVEX.128.66.0F.W1 7E /r",       MR,    "vmovq =r/m64, xmm",                                       AVX),

  // Float arithmetic. vmin and vmax return the second source if either is NaN or both are zero: not Math.min.
  VADDSS                  ("VEX.LIG.F3.0F.WIG 58 /r", "EVEX.LLIG.F3.0F.W0 58 /r",     RVM,   "vaddss =xmm, xmm, xmm/m32",                               AVX),
  VADDSD                  ("VEX.LIG.F2.0F.WIG 58 /r", "EVEX.LLIG.F2.0F.W1 58 /r",     RVM,   "vaddsd =xmm, xmm, xmm/m64",                               AVX),
  VMULSS                  ("VEX.LIG.F3.0F.WIG 59 /r", "EVEX.LLIG.F3.0F.W0 59 /r",     RVM,   "vmulss =xmm, xmm, xmm/m32",                               AVX),
  VMULSD                  ("VEX.LIG.F2.0F.WIG 59 /r", "EVEX.LLIG.F2.0F.W1 59 /r",     RVM,   "vmulsd =xmm, xmm, xmm/m64",                               AVX),
  VSUBSS                  ("VEX.LIG.F3.0F.WIG 5C /r", "EVEX.LLIG.F3.0F.W0 5C /r",     RVM,   "vsubss =xmm, xmm, xmm/m32",                               AVX),
  VSUBSD                  ("VEX.LIG.F2.0F.WIG 5C /r", "EVEX.LLIG.F2.0F.W1 5C /r",     RVM,   "vsubsd =xmm, xmm, xmm/m64",                               AVX),
  VMINSS                  ("VEX.LIG.F3.0F.WIG 5D /r", "EVEX.LLIG.F3.0F.W0 5D /r",     RVM,   "vminss =xmm, xmm, xmm/m32",                               AVX),
  VMINSD                  ("VEX.LIG.F2.0F.WIG 5D /r", "EVEX.LLIG.F2.0F.W1 5D /r",     RVM,   "vminsd =xmm, xmm, xmm/m64",                               AVX),
  VDIVSS                  ("VEX.LIG.F3.0F.WIG 5E /r", "EVEX.LLIG.F3.0F.W0 5E /r",     RVM,   "vdivss =xmm, xmm, xmm/m32",                               AVX),
  VDIVSD                  ("VEX.LIG.F2.0F.WIG 5E /r", "EVEX.LLIG.F2.0F.W1 5E /r",     RVM,   "vdivsd =xmm, xmm, xmm/m64",                               AVX),
  VMAXSS                  ("VEX.LIG.F3.0F.WIG 5F /r", "EVEX.LLIG.F3.0F.W0 5F /r",     RVM,   "vmaxss =xmm, xmm, xmm/m32",                               AVX),
  VMAXSD                  ("VEX.LIG.F2.0F.WIG 5F /r", "EVEX.LLIG.F2.0F.W1 5F /r",     RVM,   "vmaxsd =xmm, xmm, xmm/m64",                               AVX),
  VSQRTSS                 ("VEX.LIG.F3.0F.WIG 51 /r", "EVEX.LLIG.F3.0F.W0 51 /r",     RVM,   "vsqrtss =xmm, xmm, xmm/m32",                              AVX),
  VSQRTSD                 ("VEX.LIG.F2.0F.WIG 51 /r", "EVEX.LLIG.F2.0F.W1 51 /r",     RVM,   "vsqrtsd =xmm, xmm, xmm/m64",                              AVX),

  // Rounding: imm8 0 nearest even, 1 down, 2 up, 3 toward zero; bit 3 set keeps the inexact flag down.
  VROUNDSS                ("VEX.LIG.66.0F3A.WIG 0A /r ib",                            RVMI,  "vroundss =xmm, xmm, xmm/m32, imm8",                       AVX),
  VROUNDSD                ("VEX.LIG.66.0F3A.WIG 0B /r ib",                            RVMI,  "vroundsd =xmm, xmm, xmm/m64, imm8",                       AVX),

  // Float logic.
  VANDPS                  ("VEX.128.0F.WIG 54 /r", "EVEX.128.0F.W0 54 /r",            RVM,   "vandps =xmm, xmm, xmm/m128",                              AVX),
  VORPS                   ("VEX.128.0F.WIG 56 /r", "EVEX.128.0F.W0 56 /r",            RVM,   "vorps =xmm, xmm, xmm/m128",                               AVX),
  VXORPS                  ("VEX.128.0F.WIG 57 /r", "EVEX.128.0F.W0 57 /r",            RVM,   "vxorps =xmm, xmm, xmm/m128",                              AVX),

  // Comparison: vucomis sets ZF, PF, CF (all three if unordered); vcmp's predicate is in imm8.
  VUCOMISS                ("VEX.LIG.0F.WIG 2E /r", "EVEX.LLIG.0F.W0 2E /r",           RM,    "vucomiss xmm, xmm/m32, =<flags>",                         AVX),
  VUCOMISD                ("VEX.LIG.66.0F.WIG 2E /r", "EVEX.LLIG.66.0F.W1 2E /r",     RM,    "vucomisd xmm, xmm/m64, =<flags>",                         AVX),
  VCMPSS                  ("VEX.LIG.F3.0F.WIG C2 /r ib",                              RVMI,  "vcmpss =xmm, xmm, xmm/m32, imm8",                         AVX),
  VCMPSD                  ("VEX.LIG.F2.0F.WIG C2 /r ib",                              RVMI,  "vcmpsd =xmm, xmm, xmm/m64, imm8",                         AVX),

  // Blends, by sign bit of the last register or by imm8.
  VBLENDVPS               ("VEX.128.66.0F3A.W0 4A /r /is4",                           RVMS,  "vblendvps =xmm, xmm, xmm/m128, xmm",                      AVX),
  VBLENDVPD               ("VEX.128.66.0F3A.W0 4B /r /is4",                           RVMS,  "vblendvpd =xmm, xmm, xmm/m128, xmm",                      AVX),

  // Conversions. Float to integer truncates and yields the integer indefinite value (MIN_VALUE) where it does not fit.
  VCVTSI2SS_XMM_XMM_RM32  ("VEX.LIG.F3.0F.W0 2A /r", "EVEX.LLIG.F3.0F.W0 2A /r",      RVM,   "vcvtsi2ss =xmm, xmm, r/m32",                              AVX),
  VCVTSI2SS_XMM_XMM_RM64  ("VEX.LIG.F3.0F.W1 2A /r", "EVEX.LLIG.F3.0F.W1 2A /r",      RVM,   "vcvtsi2ss =xmm, xmm, r/m64",                              AVX),
  VCVTSI2SD_XMM_XMM_RM32  ("VEX.LIG.F2.0F.W0 2A /r", "EVEX.LLIG.F2.0F.W0 2A /r",      RVM,   "vcvtsi2sd =xmm, xmm, r/m32",                              AVX),
  VCVTSI2SD_XMM_XMM_RM64  ("VEX.LIG.F2.0F.W1 2A /r", "EVEX.LLIG.F2.0F.W1 2A /r",      RVM,   "vcvtsi2sd =xmm, xmm, r/m64",                              AVX),
  VCVTTSS2SI_R32          ("VEX.LIG.F3.0F.W0 2C /r", "EVEX.LLIG.F3.0F.W0 2C /r",      RM,    "vcvttss2si =r32, xmm/m32",                                AVX),
  VCVTTSS2SI_R64          ("VEX.LIG.F3.0F.W1 2C /r", "EVEX.LLIG.F3.0F.W1 2C /r",      RM,    "vcvttss2si =r64, xmm/m32",                                AVX),
  VCVTTSD2SI_R32          ("VEX.LIG.F2.0F.W0 2C /r", "EVEX.LLIG.F2.0F.W0 2C /r",      RM,    "vcvttsd2si =r32, xmm/m64",                                AVX),
  VCVTTSD2SI_R64          ("VEX.LIG.F2.0F.W1 2C /r", "EVEX.LLIG.F2.0F.W1 2C /r",      RM,    "vcvttsd2si =r64, xmm/m64",                                AVX),
  VCVTSS2SD               ("VEX.LIG.F3.0F.WIG 5A /r", "EVEX.LLIG.F3.0F.W0 5A /r",     RVM,   "vcvtss2sd =xmm, xmm, xmm/m32",                            AVX),
  VCVTSD2SS               ("VEX.LIG.F2.0F.WIG 5A /r", "EVEX.LLIG.F2.0F.W1 5A /r",     RVM,   "vcvtsd2ss =xmm, xmm, xmm/m64",                            AVX),

  // Fused multiply-add: 132 is a = a*c + b, 213 is a = b*a + c, 231 is a = b*c + a, where c may be memory.
  VFMADD132SS             ("VEX.LIG.66.0F38.W0 99 /r", "EVEX.LLIG.66.0F38.W0 99 /r",  RVM,   "vfmadd132ss +xmm, xmm, xmm/m32",                          FMA),
  VFMADD132SD             ("VEX.LIG.66.0F38.W1 99 /r", "EVEX.LLIG.66.0F38.W1 99 /r",  RVM,   "vfmadd132sd +xmm, xmm, xmm/m64",                          FMA),
  VFMADD213SS             ("VEX.LIG.66.0F38.W0 A9 /r", "EVEX.LLIG.66.0F38.W0 A9 /r",  RVM,   "vfmadd213ss +xmm, xmm, xmm/m32",                          FMA),
  VFMADD213SD             ("VEX.LIG.66.0F38.W1 A9 /r", "EVEX.LLIG.66.0F38.W1 A9 /r",  RVM,   "vfmadd213sd +xmm, xmm, xmm/m64",                          FMA),
  VFMADD231SS             ("VEX.LIG.66.0F38.W0 B9 /r", "EVEX.LLIG.66.0F38.W0 B9 /r",  RVM,   "vfmadd231ss +xmm, xmm, xmm/m32",                          FMA),
  VFMADD231SD             ("VEX.LIG.66.0F38.W1 B9 /r", "EVEX.LLIG.66.0F38.W1 B9 /r",  RVM,   "vfmadd231sd +xmm, xmm, xmm/m64",                          FMA),
  VFMSUB132SS             ("VEX.LIG.66.0F38.W0 9B /r", "EVEX.LLIG.66.0F38.W0 9B /r",  RVM,   "vfmsub132ss +xmm, xmm, xmm/m32",                          FMA),
  VFMSUB132SD             ("VEX.LIG.66.0F38.W1 9B /r", "EVEX.LLIG.66.0F38.W1 9B /r",  RVM,   "vfmsub132sd +xmm, xmm, xmm/m64",                          FMA),
  VFMSUB213SS             ("VEX.LIG.66.0F38.W0 AB /r", "EVEX.LLIG.66.0F38.W0 AB /r",  RVM,   "vfmsub213ss +xmm, xmm, xmm/m32",                          FMA),
  VFMSUB213SD             ("VEX.LIG.66.0F38.W1 AB /r", "EVEX.LLIG.66.0F38.W1 AB /r",  RVM,   "vfmsub213sd +xmm, xmm, xmm/m64",                          FMA),
  VFMSUB231SS             ("VEX.LIG.66.0F38.W0 BB /r", "EVEX.LLIG.66.0F38.W0 BB /r",  RVM,   "vfmsub231ss +xmm, xmm, xmm/m32",                          FMA),
  VFMSUB231SD             ("VEX.LIG.66.0F38.W1 BB /r", "EVEX.LLIG.66.0F38.W1 BB /r",  RVM,   "vfmsub231sd +xmm, xmm, xmm/m64",                          FMA),
  VFNMADD132SS            ("VEX.LIG.66.0F38.W0 9D /r", "EVEX.LLIG.66.0F38.W0 9D /r",  RVM,   "vfnmadd132ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMADD132SD            ("VEX.LIG.66.0F38.W1 9D /r", "EVEX.LLIG.66.0F38.W1 9D /r",  RVM,   "vfnmadd132sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMADD213SS            ("VEX.LIG.66.0F38.W0 AD /r", "EVEX.LLIG.66.0F38.W0 AD /r",  RVM,   "vfnmadd213ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMADD213SD            ("VEX.LIG.66.0F38.W1 AD /r", "EVEX.LLIG.66.0F38.W1 AD /r",  RVM,   "vfnmadd213sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMADD231SS            ("VEX.LIG.66.0F38.W0 BD /r", "EVEX.LLIG.66.0F38.W0 BD /r",  RVM,   "vfnmadd231ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMADD231SD            ("VEX.LIG.66.0F38.W1 BD /r", "EVEX.LLIG.66.0F38.W1 BD /r",  RVM,   "vfnmadd231sd +xmm, xmm, xmm/m64",                         FMA),

  // State.
  VZEROUPPER              ("VEX.128.0F.WIG 77",                                       ZO,    "vzeroupper",                                              AVX);

  private final String opcode;
  private final String alternative;
  private final Form form;
  private final String instruction;
  private final X64Feature feature;

  // Parsed from the columns above; immutable, so that a race only parses twice.
  private Encoding encoding;
  private Encoding alternativeEncoding;
  private Signature signature;

  X64Op(String opcode, Form form, String instruction, X64Feature feature) {
    this(opcode, null, form, instruction, feature);
  }

  X64Op(String opcode, String alternative, Form form, String instruction, X64Feature feature) {
    this.opcode = opcode;
    this.alternative = alternative;
    this.form = form;
    this.instruction = instruction;
    this.feature = feature;
  }

  /** The column "Opcode". */
  Encoding encoding() {
    Encoding parsed = encoding;
    if (parsed == null) {
      parsed = new Encoding(opcode);
      encoding = parsed;
    }
    return parsed;
  }

  /** The preferred line where it applies, or null. */
  Encoding alternative() {
    Encoding parsed = alternativeEncoding;
    if (parsed == null && alternative != null) {
      parsed = new Encoding(alternative);
      alternativeEncoding = parsed;
    }
    return parsed;
  }

  /** The column "Instruction". */
  Signature signature() {
    Signature parsed = signature;
    if (parsed == null) {
      parsed = new Signature(instruction);
      signature = parsed;
    }
    return parsed;
  }

  /** The column "Op/En". */
  Form form() {
    return form;
  }

  /** The CPUID feature that the instruction needs. */
  public X64Feature feature() {
    return feature;
  }

  @Override
  public String mnemonic() {
    return signature().mnemonic;
  }

  /** Counts the implicit operands too: they stand where the row has them. */
  @Override
  public int operandCount() {
    return signature().operands.length;
  }

  @Override
  public Role role(int index) {
    return signature().operands[index].role;
  }

  @Override
  public RegClass regClass(int index) {
    return signature().operands[index].regClass;
  }

  @Override
  public int fixedRegister(int index) {
    return signature().operands[index].fixedRegister;
  }

  @Override
  public boolean allowsMemory(int index, int bytes) {
    return signature().operands[index].allowsMemory() && memoryBytes(index) <= bytes;
  }

  /** Bytes that operand {@code index} reads or writes as memory; 0 if it cannot be, and for lea. */
  public int memoryBytes(int index) {
    return Math.max(0, signature().operands[index].memoryBits) / 8;
  }

  /**
   * Bits of the register that operand {@code index} names (32 for eax), or 0 if it cannot be one.
   */
  public int registerBits(int index) {
    return signature().operands[index].registerBits;
  }

  /**
   * True if the vector operands may be registers 16–31: the row has an EVEX form. That form needs
   * AVX-512 VL, and BW or DQ for some rows, whatever {@link #feature} says of the VEX form.
   */
  public boolean reachesUpperVectors() {
    Encoding second = alternative();
    return encoding().space == Encoding.EVEX || second != null && second.space == Encoding.EVEX;
  }

  /** True if the instruction's effect depends on the condition flags. */
  public boolean readsFlags() {
    return signature().readsFlags;
  }

  /** True if the instruction changes the condition flags, or may. */
  public boolean writesFlags() {
    return signature().writesFlags;
  }

  /** The columns "Opcode" and "Instruction" as in the manual. */
  public String notation() {
    return encoding() + "  " + instruction;
  }
}

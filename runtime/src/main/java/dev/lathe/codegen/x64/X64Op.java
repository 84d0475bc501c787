package dev.lathe.codegen.x64;

import static dev.lathe.codegen.x64.Form.*;
import static dev.lathe.codegen.x64.X64Feature.*;

import dev.lathe.codegen.MachineOp;
import dev.lathe.codegen.RegClass;
import dev.lathe.codegen.Role;

/**
 * The instructions of x86-64 that Lathe emits. One row is one line of an instruction's page in the
 * Intel SDM (volume 2), with the same columns in the same notation:
 *
 * <pre>
 * name            opcode                   Op/En instruction                        CPUID feature
 * ADD_R32_RM32   ("03 /r",                 RM,   "add +r32, r/m32, =&lt;flags&gt;",         BASE)
 * ADD_RM32_IMM32 ("81 /0 id", "83 /0 ib",  MI,   "add +r/m32, imm32, =&lt;flags&gt;",       BASE)
 * MUL_RM32       ("F7 /4",                 M,    "mul +&lt;eax&gt;, =&lt;edx&gt;, r/m32, …",      BASE)
 * VADDPS_YMM     ("VEX.256.0F.WIG 58 /r",  RVM,  "vaddps =ymm, ymm, ymm/m256",       AVX)
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
 * Otherwise legacy rows append all explicit operands, without slashes ({@code ADD_R32_RM32}, {@code
 * SHL_RM64_CL}); VEX and EVEX rows append the first operand ({@code SHLX_R32}, {@code VADDPS_YMM},
 * {@code VMOVSD_M64}), and all of them if that is not enough ({@code VMOVSD_XMM_M64}). A predicate
 * belongs to the name of its operand ({@code VMOVUPD_ZMMKZ}); broadcasts append {@code _BCST}.
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
  MOVZX_R64_RM16          ("REX.W + 0F B7 /r",                                        RM,    "movzx =r64, r/m16",                                       BASE),
  MOVSX_R32_RM8           ("0F BE /r",                                                RM,    "movsx =r32, r/m8",                                        BASE),
  MOVSX_R32_RM16          ("0F BF /r",                                                RM,    "movsx =r32, r/m16",                                       BASE),
  MOVSX_R64_RM8           ("REX.W + 0F BE /r",                                        RM,    "movsx =r64, r/m8",                                        BASE),
  MOVSX_R64_RM16          ("REX.W + 0F BF /r",                                        RM,    "movsx =r64, r/m16",                                       BASE),
  MOVSXD                  ("REX.W + 63 /r",                                           RM,    "movsxd =r64, r/m32",                                      BASE),
  LEA_R32_M               ("8D /r",                                                   RM,    "lea =r32, m",                                             BASE),
  LEA_R64_M               ("REX.W + 8D /r",                                           RM,    "lea =r64, m",                                             BASE),
  XCHG_RM32_R32           ("87 /r",                                                   MR,    "xchg +r/m32, +r32",                                       BASE),
  XCHG_RM64_R64           ("REX.W + 87 /r",                                           MR,    "xchg +r/m64, +r64",                                       BASE),
  BSWAP_R32               ("0F C8+rd",                                                O,     "bswap +r32",                                              BASE),
  BSWAP_R64               ("REX.W + 0F C8+ro",                                        O,     "bswap +r64",                                              BASE),
  MOVBE_R16_M16           ("66 0F 38 F0 /r",                                          RM,    "movbe =r16, m16",                                         MOVBE),
  MOVBE_M16_R16           ("66 0F 38 F1 /r",                                          MR,    "movbe =m16, r16",                                         MOVBE),
  MOVBE_R32_M32           ("0F 38 F0 /r",                                             RM,    "movbe =r32, m32",                                         MOVBE),
  MOVBE_M32_R32           ("0F 38 F1 /r",                                             MR,    "movbe =m32, r32",                                         MOVBE),
  MOVBE_R64_M64           ("REX.W + 0F 38 F0 /r",                                     RM,    "movbe =r64, m64",                                         MOVBE),
  MOVBE_M64_R64           ("REX.W + 0F 38 F1 /r",                                     MR,    "movbe =m64, r64",                                         MOVBE),

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
  ADC_RM32_R32            ("11 /r",                                                   MR,    "adc +r/m32, r32, +<flags>",                               BASE),
  ADC_RM32_IMM32          ("81 /2 id", "83 /2 ib",                                    MI,    "adc +r/m32, imm32, +<flags>",                             BASE),
  ADC_R64_RM64            ("REX.W + 13 /r",                                           RM,    "adc +r64, r/m64, +<flags>",                               BASE),
  ADC_RM64_R64            ("REX.W + 11 /r",                                           MR,    "adc +r/m64, r64, +<flags>",                               BASE),
  ADC_RM64_IMM32          ("REX.W + 81 /2 id", "REX.W + 83 /2 ib",                    MI,    "adc +r/m64, imm32, +<flags>",                             BASE),
  SBB_R32_RM32            ("1B /r",                                                   RM,    "sbb +r32, r/m32, +<flags>",                               BASE),
  SBB_RM32_R32            ("19 /r",                                                   MR,    "sbb +r/m32, r32, +<flags>",                               BASE),
  SBB_RM32_IMM32          ("81 /3 id", "83 /3 ib",                                    MI,    "sbb +r/m32, imm32, +<flags>",                             BASE),
  SBB_R64_RM64            ("REX.W + 1B /r",                                           RM,    "sbb +r64, r/m64, +<flags>",                               BASE),
  SBB_RM64_R64            ("REX.W + 19 /r",                                           MR,    "sbb +r/m64, r64, +<flags>",                               BASE),
  SBB_RM64_IMM32          ("REX.W + 81 /3 id", "REX.W + 83 /3 ib",                    MI,    "sbb +r/m64, imm32, +<flags>",                             BASE),
  AND_R32_RM32            ("23 /r",                                                   RM,    "and +r32, r/m32, =<flags>",                               BASE),
  AND_RM32_R32            ("21 /r",                                                   MR,    "and +r/m32, r32, =<flags>",                               BASE),
  AND_RM32_IMM32          ("81 /4 id", "83 /4 ib",                                    MI,    "and +r/m32, imm32, =<flags>",                             BASE),
  AND_R64_RM64            ("REX.W + 23 /r",                                           RM,    "and +r64, r/m64, =<flags>",                               BASE),
  AND_RM64_R64            ("REX.W + 21 /r",                                           MR,    "and +r/m64, r64, =<flags>",                               BASE),
  AND_RM64_IMM32          ("REX.W + 81 /4 id", "REX.W + 83 /4 ib",                    MI,    "and +r/m64, imm32, =<flags>",                             BASE),
  SUB_R32_RM32            ("2B /r",                                                   RM,    "sub +r32, r/m32, =<flags>",                               BASE),
  SUB_RM32_R32            ("29 /r",                                                   MR,    "sub +r/m32, r32, =<flags>",                               BASE),
  SUB_RM32_IMM32          ("81 /5 id", "83 /5 ib",                                    MI,    "sub +r/m32, imm32, =<flags>",                             BASE),
  SUB_R64_RM64            ("REX.W + 2B /r",                                           RM,    "sub +r64, r/m64, =<flags>",                               BASE),
  SUB_RM64_R64            ("REX.W + 29 /r",                                           MR,    "sub +r/m64, r64, =<flags>",                               BASE),
  SUB_RM64_IMM32          ("REX.W + 81 /5 id", "REX.W + 83 /5 ib",                    MI,    "sub +r/m64, imm32, =<flags>",                             BASE),
  XOR_R32_RM32            ("33 /r",                                                   RM,    "xor +r32, r/m32, =<flags>",                               BASE),
  XOR_RM32_R32            ("31 /r",                                                   MR,    "xor +r/m32, r32, =<flags>",                               BASE),
  XOR_RM32_IMM32          ("81 /6 id", "83 /6 ib",                                    MI,    "xor +r/m32, imm32, =<flags>",                             BASE),
  XOR_R64_RM64            ("REX.W + 33 /r",                                           RM,    "xor +r64, r/m64, =<flags>",                               BASE),
  XOR_RM64_R64            ("REX.W + 31 /r",                                           MR,    "xor +r/m64, r64, =<flags>",                               BASE),
  XOR_RM64_IMM32          ("REX.W + 81 /6 id", "REX.W + 83 /6 ib",                    MI,    "xor +r/m64, imm32, =<flags>",                             BASE),
  CMP_RM8_R8              ("38 /r",                                                   MR,    "cmp r/m8, r8, =<flags>",                                  BASE),
  CMP_RM8_IMM8            ("80 /7 ib",                                                MI,    "cmp r/m8, imm8, =<flags>",                                BASE),
  CMP_RM16_R16            ("66 39 /r",                                                MR,    "cmp r/m16, r16, =<flags>",                                BASE),
  CMP_RM16_IMM16          ("66 81 /7 iw", "66 83 /7 ib",                              MI,    "cmp r/m16, imm16, =<flags>",                              BASE),
  CMP_R32_RM32            ("3B /r",                                                   RM,    "cmp r32, r/m32, =<flags>",                                BASE),
  CMP_RM32_R32            ("39 /r",                                                   MR,    "cmp r/m32, r32, =<flags>",                                BASE),
  CMP_RM32_IMM32          ("81 /7 id", "83 /7 ib",                                    MI,    "cmp r/m32, imm32, =<flags>",                              BASE),
  CMP_R64_RM64            ("REX.W + 3B /r",                                           RM,    "cmp r64, r/m64, =<flags>",                                BASE),
  CMP_RM64_R64            ("REX.W + 39 /r",                                           MR,    "cmp r/m64, r64, =<flags>",                                BASE),
  CMP_RM64_IMM32          ("REX.W + 81 /7 id", "REX.W + 83 /7 ib",                    MI,    "cmp r/m64, imm32, =<flags>",                              BASE),
  TEST_RM8_R8             ("84 /r",                                                   MR,    "test r/m8, r8, =<flags>",                                 BASE),
  TEST_RM8_IMM8           ("F6 /0 ib",                                                MI,    "test r/m8, imm8, =<flags>",                               BASE),
  TEST_RM16_R16           ("66 85 /r",                                                MR,    "test r/m16, r16, =<flags>",                               BASE),
  TEST_RM16_IMM16         ("66 F7 /0 iw",                                             MI,    "test r/m16, imm16, =<flags>",                             BASE),
  TEST_RM32_R32           ("85 /r",                                                   MR,    "test r/m32, r32, =<flags>",                               BASE),
  TEST_RM32_IMM32         ("F7 /0 id",                                                MI,    "test r/m32, imm32, =<flags>",                             BASE),
  TEST_RM64_R64           ("REX.W + 85 /r",                                           MR,    "test r/m64, r64, =<flags>",                               BASE),
  TEST_RM64_IMM32         ("REX.W + F7 /0 id",                                        MI,    "test r/m64, imm32, =<flags>",                             BASE),
  NOT_RM32                ("F7 /2",                                                   M,     "not +r/m32",                                              BASE),
  NEG_RM32                ("F7 /3",                                                   M,     "neg +r/m32, =<flags>",                                    BASE),
  INC_RM32                ("FF /0",                                                   M,     "inc +r/m32, =<flags>",                                    BASE),
  DEC_RM32                ("FF /1",                                                   M,     "dec +r/m32, =<flags>",                                    BASE),
  NOT_RM64                ("REX.W + F7 /2",                                           M,     "not +r/m64",                                              BASE),
  NEG_RM64                ("REX.W + F7 /3",                                           M,     "neg +r/m64, =<flags>",                                    BASE),
  INC_RM64                ("REX.W + FF /0",                                           M,     "inc +r/m64, =<flags>",                                    BASE),
  DEC_RM64                ("REX.W + FF /1",                                           M,     "dec +r/m64, =<flags>",                                    BASE),

  // Multiplication and division. The implicit operands are operands of the row: rax, then rdx.
  IMUL_R32_RM32           ("0F AF /r",                                                RM,    "imul +r32, r/m32, =<flags>",                              BASE),
  IMUL_R32_RM32_IMM32     ("69 /r id", "6B /r ib",                                    RMI,   "imul =r32, r/m32, imm32, =<flags>",                       BASE),
  MUL_RM32                ("F7 /4",                                                   M,     "mul +<eax>, =<edx>, r/m32, =<flags>",                     BASE),
  IMUL_RM32               ("F7 /5",                                                   M,     "imul +<eax>, =<edx>, r/m32, =<flags>",                    BASE),
  DIV_RM32                ("F7 /6",                                                   M,     "div +<eax>, +<edx>, r/m32, =<flags>",                     BASE),
  IDIV_RM32               ("F7 /7",                                                   M,     "idiv +<eax>, +<edx>, r/m32, =<flags>",                    BASE),
  IMUL_R64_RM64           ("REX.W + 0F AF /r",                                        RM,    "imul +r64, r/m64, =<flags>",                              BASE),
  IMUL_R64_RM64_IMM32     ("REX.W + 69 /r id", "REX.W + 6B /r ib",                    RMI,   "imul =r64, r/m64, imm32, =<flags>",                       BASE),
  MUL_RM64                ("REX.W + F7 /4",                                           M,     "mul +<rax>, =<rdx>, r/m64, =<flags>",                     BASE),
  IMUL_RM64               ("REX.W + F7 /5",                                           M,     "imul +<rax>, =<rdx>, r/m64, =<flags>",                    BASE),
  DIV_RM64                ("REX.W + F7 /6",                                           M,     "div +<rax>, +<rdx>, r/m64, =<flags>",                     BASE),
  IDIV_RM64               ("REX.W + F7 /7",                                           M,     "idiv +<rax>, +<rdx>, r/m64, =<flags>",                    BASE),
  CWDE                    ("98",                                                      ZO,    "cwde +<eax>",                                             BASE),
  CDQE                    ("REX.W + 98",                                              ZO,    "cdqe +<rax>",                                             BASE),
  CDQ                     ("99",                                                      ZO,    "cdq =<edx>, <eax>",                                       BASE),
  CQO                     ("REX.W + 99",                                              ZO,    "cqo =<rdx>, <rax>",                                       BASE),

  // Shifts and rotates. An imm8 of 1 takes the line without immediate.
  SHL_RM32_IMM8           ("C1 /4 ib", "D1 /4",                                       MI,    "shl +r/m32, imm8, =<flags>",                              BASE),
  SHL_RM32_CL             ("D3 /4",                                                   MC,    "shl +r/m32, cl, =<flags>",                                BASE),
  SHL_RM64_IMM8           ("REX.W + C1 /4 ib", "REX.W + D1 /4",                       MI,    "shl +r/m64, imm8, =<flags>",                              BASE),
  SHL_RM64_CL             ("REX.W + D3 /4",                                           MC,    "shl +r/m64, cl, =<flags>",                                BASE),
  SHR_RM32_IMM8           ("C1 /5 ib", "D1 /5",                                       MI,    "shr +r/m32, imm8, =<flags>",                              BASE),
  SHR_RM32_CL             ("D3 /5",                                                   MC,    "shr +r/m32, cl, =<flags>",                                BASE),
  SHR_RM64_IMM8           ("REX.W + C1 /5 ib", "REX.W + D1 /5",                       MI,    "shr +r/m64, imm8, =<flags>",                              BASE),
  SHR_RM64_CL             ("REX.W + D3 /5",                                           MC,    "shr +r/m64, cl, =<flags>",                                BASE),
  SAR_RM32_IMM8           ("C1 /7 ib", "D1 /7",                                       MI,    "sar +r/m32, imm8, =<flags>",                              BASE),
  SAR_RM32_CL             ("D3 /7",                                                   MC,    "sar +r/m32, cl, =<flags>",                                BASE),
  SAR_RM64_IMM8           ("REX.W + C1 /7 ib", "REX.W + D1 /7",                       MI,    "sar +r/m64, imm8, =<flags>",                              BASE),
  SAR_RM64_CL             ("REX.W + D3 /7",                                           MC,    "sar +r/m64, cl, =<flags>",                                BASE),
  ROL_RM32_IMM8           ("C1 /0 ib", "D1 /0",                                       MI,    "rol +r/m32, imm8, =<flags>",                              BASE),
  ROL_RM32_CL             ("D3 /0",                                                   MC,    "rol +r/m32, cl, =<flags>",                                BASE),
  ROL_RM64_IMM8           ("REX.W + C1 /0 ib", "REX.W + D1 /0",                       MI,    "rol +r/m64, imm8, =<flags>",                              BASE),
  ROL_RM64_CL             ("REX.W + D3 /0",                                           MC,    "rol +r/m64, cl, =<flags>",                                BASE),
  ROR_RM32_IMM8           ("C1 /1 ib", "D1 /1",                                       MI,    "ror +r/m32, imm8, =<flags>",                              BASE),
  ROR_RM32_CL             ("D3 /1",                                                   MC,    "ror +r/m32, cl, =<flags>",                                BASE),
  ROR_RM64_IMM8           ("REX.W + C1 /1 ib", "REX.W + D1 /1",                       MI,    "ror +r/m64, imm8, =<flags>",                              BASE),
  ROR_RM64_CL             ("REX.W + D3 /1",                                           MC,    "ror +r/m64, cl, =<flags>",                                BASE),
  SHLD_RM32_R32_IMM8      ("0F A4 /r ib",                                             MRI,   "shld +r/m32, r32, imm8, =<flags>",                        BASE),
  SHLD_RM32_R32_CL        ("0F A5 /r",                                                MRC,   "shld +r/m32, r32, cl, =<flags>",                          BASE),
  SHLD_RM64_R64_IMM8      ("REX.W + 0F A4 /r ib",                                     MRI,   "shld +r/m64, r64, imm8, =<flags>",                        BASE),
  SHLD_RM64_R64_CL        ("REX.W + 0F A5 /r",                                        MRC,   "shld +r/m64, r64, cl, =<flags>",                          BASE),
  SHRD_RM32_R32_IMM8      ("0F AC /r ib",                                             MRI,   "shrd +r/m32, r32, imm8, =<flags>",                        BASE),
  SHRD_RM32_R32_CL        ("0F AD /r",                                                MRC,   "shrd +r/m32, r32, cl, =<flags>",                          BASE),
  SHRD_RM64_R64_IMM8      ("REX.W + 0F AC /r ib",                                     MRI,   "shrd +r/m64, r64, imm8, =<flags>",                        BASE),
  SHRD_RM64_R64_CL        ("REX.W + 0F AD /r",                                        MRC,   "shrd +r/m64, r64, cl, =<flags>",                          BASE),

  // Bits.
  BT_R32_R32              ("0F A3 /r",                                                MR,    "bt r32, r32, =<flags>",                                   BASE),
  BT_RM32_IMM8            ("0F BA /4 ib",                                             MI,    "bt r/m32, imm8, =<flags>",                                BASE),
  BT_R64_R64              ("REX.W + 0F A3 /r",                                        MR,    "bt r64, r64, =<flags>",                                   BASE),
  BT_RM64_IMM8            ("REX.W + 0F BA /4 ib",                                     MI,    "bt r/m64, imm8, =<flags>",                                BASE),
  BTS_R32_R32             ("0F AB /r",                                                MR,    "bts +r32, r32, =<flags>",                                 BASE),
  BTS_RM32_IMM8           ("0F BA /5 ib",                                             MI,    "bts +r/m32, imm8, =<flags>",                              BASE),
  BTS_R64_R64             ("REX.W + 0F AB /r",                                        MR,    "bts +r64, r64, =<flags>",                                 BASE),
  BTS_RM64_IMM8           ("REX.W + 0F BA /5 ib",                                     MI,    "bts +r/m64, imm8, =<flags>",                              BASE),
  BTR_R32_R32             ("0F B3 /r",                                                MR,    "btr +r32, r32, =<flags>",                                 BASE),
  BTR_RM32_IMM8           ("0F BA /6 ib",                                             MI,    "btr +r/m32, imm8, =<flags>",                              BASE),
  BTR_R64_R64             ("REX.W + 0F B3 /r",                                        MR,    "btr +r64, r64, =<flags>",                                 BASE),
  BTR_RM64_IMM8           ("REX.W + 0F BA /6 ib",                                     MI,    "btr +r/m64, imm8, =<flags>",                              BASE),
  BTC_R32_R32             ("0F BB /r",                                                MR,    "btc +r32, r32, =<flags>",                                 BASE),
  BTC_RM32_IMM8           ("0F BA /7 ib",                                             MI,    "btc +r/m32, imm8, =<flags>",                              BASE),
  BTC_R64_R64             ("REX.W + 0F BB /r",                                        MR,    "btc +r64, r64, =<flags>",                                 BASE),
  BTC_RM64_IMM8           ("REX.W + 0F BA /7 ib",                                     MI,    "btc +r/m64, imm8, =<flags>",                              BASE),
  POPCNT_R32_RM32         ("F3 0F B8 /r",                                             RM,    "popcnt =r32, r/m32, =<flags>",                            POPCNT),
  POPCNT_R64_RM64         ("F3 REX.W 0F B8 /r",                                       RM,    "popcnt =r64, r/m64, =<flags>",                            POPCNT),
  TZCNT_R32_RM32          ("F3 0F BC /r",                                             RM,    "tzcnt =r32, r/m32, =<flags>",                             BMI1),
  TZCNT_R64_RM64          ("F3 REX.W 0F BC /r",                                       RM,    "tzcnt =r64, r/m64, =<flags>",                             BMI1),
  LZCNT_R32_RM32          ("F3 0F BD /r",                                             RM,    "lzcnt =r32, r/m32, =<flags>",                             LZCNT),
  LZCNT_R64_RM64          ("F3 REX.W 0F BD /r",                                       RM,    "lzcnt =r64, r/m64, =<flags>",                             LZCNT),
  ANDN_R32                ("VEX.LZ.0F38.W0 F2 /r",                                    RVM,   "andn =r32, r32, r/m32, =<flags>",                         BMI1),
  BLSR_R32                ("VEX.LZ.0F38.W0 F3 /1",                                    VM,    "blsr =r32, r/m32, =<flags>",                              BMI1),
  BLSMSK_R32              ("VEX.LZ.0F38.W0 F3 /2",                                    VM,    "blsmsk =r32, r/m32, =<flags>",                            BMI1),
  BLSI_R32                ("VEX.LZ.0F38.W0 F3 /3",                                    VM,    "blsi =r32, r/m32, =<flags>",                              BMI1),
  BEXTR_R32               ("VEX.LZ.0F38.W0 F7 /r",                                    RMV,   "bextr =r32, r/m32, r32, =<flags>",                        BMI1),
  BZHI_R32                ("VEX.LZ.0F38.W0 F5 /r",                                    RMV,   "bzhi =r32, r/m32, r32, =<flags>",                         BMI2),
  SHLX_R32                ("VEX.LZ.66.0F38.W0 F7 /r",                                 RMV,   "shlx =r32, r/m32, r32",                                   BMI2),
  SHRX_R32                ("VEX.LZ.F2.0F38.W0 F7 /r",                                 RMV,   "shrx =r32, r/m32, r32",                                   BMI2),
  SARX_R32                ("VEX.LZ.F3.0F38.W0 F7 /r",                                 RMV,   "sarx =r32, r/m32, r32",                                   BMI2),
  RORX_R32                ("VEX.LZ.F2.0F3A.W0 F0 /r ib",                              RMI,   "rorx =r32, r/m32, imm8",                                  BMI2),
  MULX_R32                ("VEX.LZ.F2.0F38.W0 F6 /r",                                 RVM,   "mulx =r32, =r32, <edx>, r/m32",                           BMI2),
  PDEP_R32                ("VEX.LZ.F2.0F38.W0 F5 /r",                                 RVM,   "pdep =r32, r32, r/m32",                                   BMI2),
  PEXT_R32                ("VEX.LZ.F3.0F38.W0 F5 /r",                                 RVM,   "pext =r32, r32, r/m32",                                   BMI2),
  ANDN_R64                ("VEX.LZ.0F38.W1 F2 /r",                                    RVM,   "andn =r64, r64, r/m64, =<flags>",                         BMI1),
  BLSR_R64                ("VEX.LZ.0F38.W1 F3 /1",                                    VM,    "blsr =r64, r/m64, =<flags>",                              BMI1),
  BLSMSK_R64              ("VEX.LZ.0F38.W1 F3 /2",                                    VM,    "blsmsk =r64, r/m64, =<flags>",                            BMI1),
  BLSI_R64                ("VEX.LZ.0F38.W1 F3 /3",                                    VM,    "blsi =r64, r/m64, =<flags>",                              BMI1),
  BEXTR_R64               ("VEX.LZ.0F38.W1 F7 /r",                                    RMV,   "bextr =r64, r/m64, r64, =<flags>",                        BMI1),
  BZHI_R64                ("VEX.LZ.0F38.W1 F5 /r",                                    RMV,   "bzhi =r64, r/m64, r64, =<flags>",                         BMI2),
  SHLX_R64                ("VEX.LZ.66.0F38.W1 F7 /r",                                 RMV,   "shlx =r64, r/m64, r64",                                   BMI2),
  SHRX_R64                ("VEX.LZ.F2.0F38.W1 F7 /r",                                 RMV,   "shrx =r64, r/m64, r64",                                   BMI2),
  SARX_R64                ("VEX.LZ.F3.0F38.W1 F7 /r",                                 RMV,   "sarx =r64, r/m64, r64",                                   BMI2),
  RORX_R64                ("VEX.LZ.F2.0F3A.W1 F0 /r ib",                              RMI,   "rorx =r64, r/m64, imm8",                                  BMI2),
  MULX_R64                ("VEX.LZ.F2.0F38.W1 F6 /r",                                 RVM,   "mulx =r64, =r64, <rdx>, r/m64",                           BMI2),
  PDEP_R64                ("VEX.LZ.F2.0F38.W1 F5 /r",                                 RVM,   "pdep =r64, r64, r/m64",                                   BMI2),
  PEXT_R64                ("VEX.LZ.F3.0F38.W1 F5 /r",                                 RVM,   "pext =r64, r64, r/m64",                                   BMI2),

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
  UD2                     ("0F 0B",                                                   ZO,    "ud2",                                                     BASE),
  INT3                    ("CC",                                                      ZO,    "int3",                                                    BASE),
  NOP                     ("90",                                                      ZO,    "nop",                                                     BASE),
  PAUSE                   ("F3 90",                                                   ZO,    "pause",                                                   BASE),
  CPUID                   ("0F A2",                                                   ZO,    "cpuid +<eax>, =<ebx>, +<ecx>, =<edx>",                    BASE),
  XGETBV                  ("0F 01 D0",                                                ZO,    "xgetbv =<eax>, =<edx>, <ecx>",                            BASE),
  PREFETCHT0              ("0F 18 /1",                                                M,     "prefetcht0 m8",                                           BASE),

  // Moves of vector registers. Aligned forms fault on an unaligned address.
  VMOVSS_XMM_XMM_XMM      ("VEX.LIG.F3.0F.WIG 10 /r", "EVEX.LLIG.F3.0F.W0 10 /r",     RVM,   "vmovss =xmm, xmm, xmm",                                   AVX),
  VMOVSS_XMM_M32          ("VEX.LIG.F3.0F.WIG 10 /r", "EVEX.LLIG.F3.0F.W0 10 /r",     RM,    "vmovss =xmm, m32",                                        AVX),
  VMOVSS_M32              ("VEX.LIG.F3.0F.WIG 11 /r", "EVEX.LLIG.F3.0F.W0 11 /r",     MR,    "vmovss =m32, xmm",                                        AVX),
  VMOVSD_XMM_XMM_XMM      ("VEX.LIG.F2.0F.WIG 10 /r", "EVEX.LLIG.F2.0F.W1 10 /r",     RVM,   "vmovsd =xmm, xmm, xmm",                                   AVX),
  VMOVSD_XMM_M64          ("VEX.LIG.F2.0F.WIG 10 /r", "EVEX.LLIG.F2.0F.W1 10 /r",     RM,    "vmovsd =xmm, m64",                                        AVX),
  VMOVSD_M64              ("VEX.LIG.F2.0F.WIG 11 /r", "EVEX.LLIG.F2.0F.W1 11 /r",     MR,    "vmovsd =m64, xmm",                                        AVX),
  VMOVAPS_XMM             ("VEX.128.0F.WIG 28 /r", "EVEX.128.0F.W0 28 /r",            RM,    "vmovaps =xmm, xmm/m128",                                  AVX),
  VMOVAPS_M128            ("VEX.128.0F.WIG 29 /r", "EVEX.128.0F.W0 29 /r",            MR,    "vmovaps =m128, xmm",                                      AVX),
  VMOVAPS_YMM             ("VEX.256.0F.WIG 28 /r", "EVEX.256.0F.W0 28 /r",            RM,    "vmovaps =ymm, ymm/m256",                                  AVX),
  VMOVAPS_M256            ("VEX.256.0F.WIG 29 /r", "EVEX.256.0F.W0 29 /r",            MR,    "vmovaps =m256, ymm",                                      AVX),
  VMOVAPD_XMM             ("VEX.128.66.0F.WIG 28 /r", "EVEX.128.66.0F.W1 28 /r",      RM,    "vmovapd =xmm, xmm/m128",                                  AVX),
  VMOVAPD_M128            ("VEX.128.66.0F.WIG 29 /r", "EVEX.128.66.0F.W1 29 /r",      MR,    "vmovapd =m128, xmm",                                      AVX),
  VMOVAPD_YMM             ("VEX.256.66.0F.WIG 28 /r", "EVEX.256.66.0F.W1 28 /r",      RM,    "vmovapd =ymm, ymm/m256",                                  AVX),
  VMOVAPD_M256            ("VEX.256.66.0F.WIG 29 /r", "EVEX.256.66.0F.W1 29 /r",      MR,    "vmovapd =m256, ymm",                                      AVX),
  VMOVUPS_XMM             ("VEX.128.0F.WIG 10 /r", "EVEX.128.0F.W0 10 /r",            RM,    "vmovups =xmm, xmm/m128",                                  AVX),
  VMOVUPS_M128            ("VEX.128.0F.WIG 11 /r", "EVEX.128.0F.W0 11 /r",            MR,    "vmovups =m128, xmm",                                      AVX),
  VMOVUPS_YMM             ("VEX.256.0F.WIG 10 /r", "EVEX.256.0F.W0 10 /r",            RM,    "vmovups =ymm, ymm/m256",                                  AVX),
  VMOVUPS_M256            ("VEX.256.0F.WIG 11 /r", "EVEX.256.0F.W0 11 /r",            MR,    "vmovups =m256, ymm",                                      AVX),
  VMOVUPD_XMM             ("VEX.128.66.0F.WIG 10 /r", "EVEX.128.66.0F.W1 10 /r",      RM,    "vmovupd =xmm, xmm/m128",                                  AVX),
  VMOVUPD_M128            ("VEX.128.66.0F.WIG 11 /r", "EVEX.128.66.0F.W1 11 /r",      MR,    "vmovupd =m128, xmm",                                      AVX),
  VMOVUPD_YMM             ("VEX.256.66.0F.WIG 10 /r", "EVEX.256.66.0F.W1 10 /r",      RM,    "vmovupd =ymm, ymm/m256",                                  AVX),
  VMOVUPD_M256            ("VEX.256.66.0F.WIG 11 /r", "EVEX.256.66.0F.W1 11 /r",      MR,    "vmovupd =m256, ymm",                                      AVX),
  VMOVDQA_XMM             ("VEX.128.66.0F.WIG 6F /r",                                 RM,    "vmovdqa =xmm, xmm/m128",                                  AVX),
  VMOVDQA_M128            ("VEX.128.66.0F.WIG 7F /r",                                 MR,    "vmovdqa =m128, xmm",                                      AVX),
  VMOVDQA_YMM             ("VEX.256.66.0F.WIG 6F /r",                                 RM,    "vmovdqa =ymm, ymm/m256",                                  AVX),
  VMOVDQA_M256            ("VEX.256.66.0F.WIG 7F /r",                                 MR,    "vmovdqa =m256, ymm",                                      AVX),
  VMOVDQU_XMM             ("VEX.128.F3.0F.WIG 6F /r",                                 RM,    "vmovdqu =xmm, xmm/m128",                                  AVX),
  VMOVDQU_M128            ("VEX.128.F3.0F.WIG 7F /r",                                 MR,    "vmovdqu =m128, xmm",                                      AVX),
  VMOVDQU_YMM             ("VEX.256.F3.0F.WIG 6F /r",                                 RM,    "vmovdqu =ymm, ymm/m256",                                  AVX),
  VMOVDQU_M256            ("VEX.256.F3.0F.WIG 7F /r",                                 MR,    "vmovdqu =m256, ymm",                                      AVX),
  VMOVD_XMM               ("VEX.128.66.0F.W0 6E /r", "EVEX.128.66.0F.W0 6E /r",       RM,    "vmovd =xmm, r/m32",                                       AVX),
  VMOVD_RM32              ("VEX.128.66.0F.W0 7E /r", "EVEX.128.66.0F.W0 7E /r",       MR,    "vmovd =r/m32, xmm",                                       AVX),
  VMOVQ_XMM_RM64          ("VEX.128.66.0F.W1 6E /r", "EVEX.128.66.0F.W1 6E /r",       RM,    "vmovq =xmm, r/m64",                                       AVX),
  VMOVQ_RM64              ("VEX.128.66.0F.W1 7E /r", "EVEX.128.66.0F.W1 7E /r",       MR,    "vmovq =r/m64, xmm",                                       AVX),
  VMOVQ_XMM_XMMM64        ("VEX.128.F3.0F.WIG 7E /r", "EVEX.128.F3.0F.W1 7E /r",      RM,    "vmovq =xmm, xmm/m64",                                     AVX),

  // Float arithmetic. vmin and vmax return the second source if either is NaN or both are zero: not Math.min.
  VADDSS                  ("VEX.LIG.F3.0F.WIG 58 /r", "EVEX.LLIG.F3.0F.W0 58 /r",     RVM,   "vaddss =xmm, xmm, xmm/m32",                               AVX),
  VADDSD                  ("VEX.LIG.F2.0F.WIG 58 /r", "EVEX.LLIG.F2.0F.W1 58 /r",     RVM,   "vaddsd =xmm, xmm, xmm/m64",                               AVX),
  VADDPS_XMM              ("VEX.128.0F.WIG 58 /r", "EVEX.128.0F.W0 58 /r",            RVM,   "vaddps =xmm, xmm, xmm/m128",                              AVX),
  VADDPS_YMM              ("VEX.256.0F.WIG 58 /r", "EVEX.256.0F.W0 58 /r",            RVM,   "vaddps =ymm, ymm, ymm/m256",                              AVX),
  VADDPD_XMM              ("VEX.128.66.0F.WIG 58 /r", "EVEX.128.66.0F.W1 58 /r",      RVM,   "vaddpd =xmm, xmm, xmm/m128",                              AVX),
  VADDPD_YMM              ("VEX.256.66.0F.WIG 58 /r", "EVEX.256.66.0F.W1 58 /r",      RVM,   "vaddpd =ymm, ymm, ymm/m256",                              AVX),
  VMULSS                  ("VEX.LIG.F3.0F.WIG 59 /r", "EVEX.LLIG.F3.0F.W0 59 /r",     RVM,   "vmulss =xmm, xmm, xmm/m32",                               AVX),
  VMULSD                  ("VEX.LIG.F2.0F.WIG 59 /r", "EVEX.LLIG.F2.0F.W1 59 /r",     RVM,   "vmulsd =xmm, xmm, xmm/m64",                               AVX),
  VMULPS_XMM              ("VEX.128.0F.WIG 59 /r", "EVEX.128.0F.W0 59 /r",            RVM,   "vmulps =xmm, xmm, xmm/m128",                              AVX),
  VMULPS_YMM              ("VEX.256.0F.WIG 59 /r", "EVEX.256.0F.W0 59 /r",            RVM,   "vmulps =ymm, ymm, ymm/m256",                              AVX),
  VMULPD_XMM              ("VEX.128.66.0F.WIG 59 /r", "EVEX.128.66.0F.W1 59 /r",      RVM,   "vmulpd =xmm, xmm, xmm/m128",                              AVX),
  VMULPD_YMM              ("VEX.256.66.0F.WIG 59 /r", "EVEX.256.66.0F.W1 59 /r",      RVM,   "vmulpd =ymm, ymm, ymm/m256",                              AVX),
  VSUBSS                  ("VEX.LIG.F3.0F.WIG 5C /r", "EVEX.LLIG.F3.0F.W0 5C /r",     RVM,   "vsubss =xmm, xmm, xmm/m32",                               AVX),
  VSUBSD                  ("VEX.LIG.F2.0F.WIG 5C /r", "EVEX.LLIG.F2.0F.W1 5C /r",     RVM,   "vsubsd =xmm, xmm, xmm/m64",                               AVX),
  VSUBPS_XMM              ("VEX.128.0F.WIG 5C /r", "EVEX.128.0F.W0 5C /r",            RVM,   "vsubps =xmm, xmm, xmm/m128",                              AVX),
  VSUBPS_YMM              ("VEX.256.0F.WIG 5C /r", "EVEX.256.0F.W0 5C /r",            RVM,   "vsubps =ymm, ymm, ymm/m256",                              AVX),
  VSUBPD_XMM              ("VEX.128.66.0F.WIG 5C /r", "EVEX.128.66.0F.W1 5C /r",      RVM,   "vsubpd =xmm, xmm, xmm/m128",                              AVX),
  VSUBPD_YMM              ("VEX.256.66.0F.WIG 5C /r", "EVEX.256.66.0F.W1 5C /r",      RVM,   "vsubpd =ymm, ymm, ymm/m256",                              AVX),
  VMINSS                  ("VEX.LIG.F3.0F.WIG 5D /r", "EVEX.LLIG.F3.0F.W0 5D /r",     RVM,   "vminss =xmm, xmm, xmm/m32",                               AVX),
  VMINSD                  ("VEX.LIG.F2.0F.WIG 5D /r", "EVEX.LLIG.F2.0F.W1 5D /r",     RVM,   "vminsd =xmm, xmm, xmm/m64",                               AVX),
  VMINPS_XMM              ("VEX.128.0F.WIG 5D /r", "EVEX.128.0F.W0 5D /r",            RVM,   "vminps =xmm, xmm, xmm/m128",                              AVX),
  VMINPS_YMM              ("VEX.256.0F.WIG 5D /r", "EVEX.256.0F.W0 5D /r",            RVM,   "vminps =ymm, ymm, ymm/m256",                              AVX),
  VMINPD_XMM              ("VEX.128.66.0F.WIG 5D /r", "EVEX.128.66.0F.W1 5D /r",      RVM,   "vminpd =xmm, xmm, xmm/m128",                              AVX),
  VMINPD_YMM              ("VEX.256.66.0F.WIG 5D /r", "EVEX.256.66.0F.W1 5D /r",      RVM,   "vminpd =ymm, ymm, ymm/m256",                              AVX),
  VDIVSS                  ("VEX.LIG.F3.0F.WIG 5E /r", "EVEX.LLIG.F3.0F.W0 5E /r",     RVM,   "vdivss =xmm, xmm, xmm/m32",                               AVX),
  VDIVSD                  ("VEX.LIG.F2.0F.WIG 5E /r", "EVEX.LLIG.F2.0F.W1 5E /r",     RVM,   "vdivsd =xmm, xmm, xmm/m64",                               AVX),
  VDIVPS_XMM              ("VEX.128.0F.WIG 5E /r", "EVEX.128.0F.W0 5E /r",            RVM,   "vdivps =xmm, xmm, xmm/m128",                              AVX),
  VDIVPS_YMM              ("VEX.256.0F.WIG 5E /r", "EVEX.256.0F.W0 5E /r",            RVM,   "vdivps =ymm, ymm, ymm/m256",                              AVX),
  VDIVPD_XMM              ("VEX.128.66.0F.WIG 5E /r", "EVEX.128.66.0F.W1 5E /r",      RVM,   "vdivpd =xmm, xmm, xmm/m128",                              AVX),
  VDIVPD_YMM              ("VEX.256.66.0F.WIG 5E /r", "EVEX.256.66.0F.W1 5E /r",      RVM,   "vdivpd =ymm, ymm, ymm/m256",                              AVX),
  VMAXSS                  ("VEX.LIG.F3.0F.WIG 5F /r", "EVEX.LLIG.F3.0F.W0 5F /r",     RVM,   "vmaxss =xmm, xmm, xmm/m32",                               AVX),
  VMAXSD                  ("VEX.LIG.F2.0F.WIG 5F /r", "EVEX.LLIG.F2.0F.W1 5F /r",     RVM,   "vmaxsd =xmm, xmm, xmm/m64",                               AVX),
  VMAXPS_XMM              ("VEX.128.0F.WIG 5F /r", "EVEX.128.0F.W0 5F /r",            RVM,   "vmaxps =xmm, xmm, xmm/m128",                              AVX),
  VMAXPS_YMM              ("VEX.256.0F.WIG 5F /r", "EVEX.256.0F.W0 5F /r",            RVM,   "vmaxps =ymm, ymm, ymm/m256",                              AVX),
  VMAXPD_XMM              ("VEX.128.66.0F.WIG 5F /r", "EVEX.128.66.0F.W1 5F /r",      RVM,   "vmaxpd =xmm, xmm, xmm/m128",                              AVX),
  VMAXPD_YMM              ("VEX.256.66.0F.WIG 5F /r", "EVEX.256.66.0F.W1 5F /r",      RVM,   "vmaxpd =ymm, ymm, ymm/m256",                              AVX),
  VSQRTSS                 ("VEX.LIG.F3.0F.WIG 51 /r", "EVEX.LLIG.F3.0F.W0 51 /r",     RVM,   "vsqrtss =xmm, xmm, xmm/m32",                              AVX),
  VSQRTSD                 ("VEX.LIG.F2.0F.WIG 51 /r", "EVEX.LLIG.F2.0F.W1 51 /r",     RVM,   "vsqrtsd =xmm, xmm, xmm/m64",                              AVX),
  VSQRTPS_XMM             ("VEX.128.0F.WIG 51 /r", "EVEX.128.0F.W0 51 /r",            RM,    "vsqrtps =xmm, xmm/m128",                                  AVX),
  VSQRTPS_YMM             ("VEX.256.0F.WIG 51 /r", "EVEX.256.0F.W0 51 /r",            RM,    "vsqrtps =ymm, ymm/m256",                                  AVX),
  VSQRTPD_XMM             ("VEX.128.66.0F.WIG 51 /r", "EVEX.128.66.0F.W1 51 /r",      RM,    "vsqrtpd =xmm, xmm/m128",                                  AVX),
  VSQRTPD_YMM             ("VEX.256.66.0F.WIG 51 /r", "EVEX.256.66.0F.W1 51 /r",      RM,    "vsqrtpd =ymm, ymm/m256",                                  AVX),

  // Rounding: imm8 0 nearest even, 1 down, 2 up, 3 toward zero; bit 3 set keeps the inexact flag down.
  VROUNDSS                ("VEX.LIG.66.0F3A.WIG 0A /r ib",                            RVMI,  "vroundss =xmm, xmm, xmm/m32, imm8",                       AVX),
  VROUNDSD                ("VEX.LIG.66.0F3A.WIG 0B /r ib",                            RVMI,  "vroundsd =xmm, xmm, xmm/m64, imm8",                       AVX),
  VROUNDPS_XMM            ("VEX.128.66.0F3A.WIG 08 /r ib",                            RMI,   "vroundps =xmm, xmm/m128, imm8",                           AVX),
  VROUNDPS_YMM            ("VEX.256.66.0F3A.WIG 08 /r ib",                            RMI,   "vroundps =ymm, ymm/m256, imm8",                           AVX),
  VROUNDPD_XMM            ("VEX.128.66.0F3A.WIG 09 /r ib",                            RMI,   "vroundpd =xmm, xmm/m128, imm8",                           AVX),
  VROUNDPD_YMM            ("VEX.256.66.0F3A.WIG 09 /r ib",                            RMI,   "vroundpd =ymm, ymm/m256, imm8",                           AVX),

  // Float logic.
  VANDPS_XMM              ("VEX.128.0F.WIG 54 /r", "EVEX.128.0F.W0 54 /r",            RVM,   "vandps =xmm, xmm, xmm/m128",                              AVX),
  VANDPS_YMM              ("VEX.256.0F.WIG 54 /r", "EVEX.256.0F.W0 54 /r",            RVM,   "vandps =ymm, ymm, ymm/m256",                              AVX),
  VANDPD_XMM              ("VEX.128.66.0F.WIG 54 /r", "EVEX.128.66.0F.W1 54 /r",      RVM,   "vandpd =xmm, xmm, xmm/m128",                              AVX),
  VANDPD_YMM              ("VEX.256.66.0F.WIG 54 /r", "EVEX.256.66.0F.W1 54 /r",      RVM,   "vandpd =ymm, ymm, ymm/m256",                              AVX),
  VANDNPS_XMM             ("VEX.128.0F.WIG 55 /r", "EVEX.128.0F.W0 55 /r",            RVM,   "vandnps =xmm, xmm, xmm/m128",                             AVX),
  VANDNPS_YMM             ("VEX.256.0F.WIG 55 /r", "EVEX.256.0F.W0 55 /r",            RVM,   "vandnps =ymm, ymm, ymm/m256",                             AVX),
  VANDNPD_XMM             ("VEX.128.66.0F.WIG 55 /r", "EVEX.128.66.0F.W1 55 /r",      RVM,   "vandnpd =xmm, xmm, xmm/m128",                             AVX),
  VANDNPD_YMM             ("VEX.256.66.0F.WIG 55 /r", "EVEX.256.66.0F.W1 55 /r",      RVM,   "vandnpd =ymm, ymm, ymm/m256",                             AVX),
  VORPS_XMM               ("VEX.128.0F.WIG 56 /r", "EVEX.128.0F.W0 56 /r",            RVM,   "vorps =xmm, xmm, xmm/m128",                               AVX),
  VORPS_YMM               ("VEX.256.0F.WIG 56 /r", "EVEX.256.0F.W0 56 /r",            RVM,   "vorps =ymm, ymm, ymm/m256",                               AVX),
  VORPD_XMM               ("VEX.128.66.0F.WIG 56 /r", "EVEX.128.66.0F.W1 56 /r",      RVM,   "vorpd =xmm, xmm, xmm/m128",                               AVX),
  VORPD_YMM               ("VEX.256.66.0F.WIG 56 /r", "EVEX.256.66.0F.W1 56 /r",      RVM,   "vorpd =ymm, ymm, ymm/m256",                               AVX),
  VXORPS_XMM              ("VEX.128.0F.WIG 57 /r", "EVEX.128.0F.W0 57 /r",            RVM,   "vxorps =xmm, xmm, xmm/m128",                              AVX),
  VXORPS_YMM              ("VEX.256.0F.WIG 57 /r", "EVEX.256.0F.W0 57 /r",            RVM,   "vxorps =ymm, ymm, ymm/m256",                              AVX),
  VXORPD_XMM              ("VEX.128.66.0F.WIG 57 /r", "EVEX.128.66.0F.W1 57 /r",      RVM,   "vxorpd =xmm, xmm, xmm/m128",                              AVX),
  VXORPD_YMM              ("VEX.256.66.0F.WIG 57 /r", "EVEX.256.66.0F.W1 57 /r",      RVM,   "vxorpd =ymm, ymm, ymm/m256",                              AVX),

  // Comparison: vucomis sets ZF, PF, CF (all three if unordered); vcmp's predicate is in imm8.
  VUCOMISS                ("VEX.LIG.0F.WIG 2E /r", "EVEX.LLIG.0F.W0 2E /r",           RM,    "vucomiss xmm, xmm/m32, =<flags>",                         AVX),
  VUCOMISD                ("VEX.LIG.66.0F.WIG 2E /r", "EVEX.LLIG.66.0F.W1 2E /r",     RM,    "vucomisd xmm, xmm/m64, =<flags>",                         AVX),
  VCOMISS                 ("VEX.LIG.0F.WIG 2F /r", "EVEX.LLIG.0F.W0 2F /r",           RM,    "vcomiss xmm, xmm/m32, =<flags>",                          AVX),
  VCOMISD                 ("VEX.LIG.66.0F.WIG 2F /r", "EVEX.LLIG.66.0F.W1 2F /r",     RM,    "vcomisd xmm, xmm/m64, =<flags>",                          AVX),
  VCMPSS                  ("VEX.LIG.F3.0F.WIG C2 /r ib",                              RVMI,  "vcmpss =xmm, xmm, xmm/m32, imm8",                         AVX),
  VCMPSD                  ("VEX.LIG.F2.0F.WIG C2 /r ib",                              RVMI,  "vcmpsd =xmm, xmm, xmm/m64, imm8",                         AVX),
  VCMPPS_XMM              ("VEX.128.0F.WIG C2 /r ib",                                 RVMI,  "vcmpps =xmm, xmm, xmm/m128, imm8",                        AVX),
  VCMPPS_YMM              ("VEX.256.0F.WIG C2 /r ib",                                 RVMI,  "vcmpps =ymm, ymm, ymm/m256, imm8",                        AVX),
  VCMPPD_XMM              ("VEX.128.66.0F.WIG C2 /r ib",                              RVMI,  "vcmppd =xmm, xmm, xmm/m128, imm8",                        AVX),
  VCMPPD_YMM              ("VEX.256.66.0F.WIG C2 /r ib",                              RVMI,  "vcmppd =ymm, ymm, ymm/m256, imm8",                        AVX),

  // Blends, by sign bit of the last register or by imm8.
  VBLENDVPS_XMM           ("VEX.128.66.0F3A.W0 4A /r /is4",                           RVMS,  "vblendvps =xmm, xmm, xmm/m128, xmm",                      AVX),
  VBLENDPS_XMM            ("VEX.128.66.0F3A.WIG 0C /r ib",                            RVMI,  "vblendps =xmm, xmm, xmm/m128, imm8",                      AVX),
  VBLENDVPS_YMM           ("VEX.256.66.0F3A.W0 4A /r /is4",                           RVMS,  "vblendvps =ymm, ymm, ymm/m256, ymm",                      AVX),
  VBLENDPS_YMM            ("VEX.256.66.0F3A.WIG 0C /r ib",                            RVMI,  "vblendps =ymm, ymm, ymm/m256, imm8",                      AVX),
  VBLENDVPD_XMM           ("VEX.128.66.0F3A.W0 4B /r /is4",                           RVMS,  "vblendvpd =xmm, xmm, xmm/m128, xmm",                      AVX),
  VBLENDPD_XMM            ("VEX.128.66.0F3A.WIG 0D /r ib",                            RVMI,  "vblendpd =xmm, xmm, xmm/m128, imm8",                      AVX),
  VBLENDVPD_YMM           ("VEX.256.66.0F3A.W0 4B /r /is4",                           RVMS,  "vblendvpd =ymm, ymm, ymm/m256, ymm",                      AVX),
  VBLENDPD_YMM            ("VEX.256.66.0F3A.WIG 0D /r ib",                            RVMI,  "vblendpd =ymm, ymm, ymm/m256, imm8",                      AVX),

  // Conversions. Float to integer truncates and yields the integer indefinite value (MIN_VALUE) where it does not fit.
  VCVTSI2SS_XMM_XMM_RM32  ("VEX.LIG.F3.0F.W0 2A /r", "EVEX.LLIG.F3.0F.W0 2A /r",      RVM,   "vcvtsi2ss =xmm, xmm, r/m32",                              AVX),
  VCVTSI2SS_XMM_XMM_RM64  ("VEX.LIG.F3.0F.W1 2A /r", "EVEX.LLIG.F3.0F.W1 2A /r",      RVM,   "vcvtsi2ss =xmm, xmm, r/m64",                              AVX),
  VCVTSI2SD_XMM_XMM_RM32  ("VEX.LIG.F2.0F.W0 2A /r", "EVEX.LLIG.F2.0F.W0 2A /r",      RVM,   "vcvtsi2sd =xmm, xmm, r/m32",                              AVX),
  VCVTSI2SD_XMM_XMM_RM64  ("VEX.LIG.F2.0F.W1 2A /r", "EVEX.LLIG.F2.0F.W1 2A /r",      RVM,   "vcvtsi2sd =xmm, xmm, r/m64",                              AVX),
  VCVTTSS2SI_R32          ("VEX.LIG.F3.0F.W0 2C /r", "EVEX.LLIG.F3.0F.W0 2C /r",      RM,    "vcvttss2si =r32, xmm/m32",                                AVX),
  VCVTTSS2SI_R64          ("VEX.LIG.F3.0F.W1 2C /r", "EVEX.LLIG.F3.0F.W1 2C /r",      RM,    "vcvttss2si =r64, xmm/m32",                                AVX),
  VCVTTSD2SI_R32          ("VEX.LIG.F2.0F.W0 2C /r", "EVEX.LLIG.F2.0F.W0 2C /r",      RM,    "vcvttsd2si =r32, xmm/m64",                                AVX),
  VCVTTSD2SI_R64          ("VEX.LIG.F2.0F.W1 2C /r", "EVEX.LLIG.F2.0F.W1 2C /r",      RM,    "vcvttsd2si =r64, xmm/m64",                                AVX),
  VCVTSS2SI_R32           ("VEX.LIG.F3.0F.W0 2D /r", "EVEX.LLIG.F3.0F.W0 2D /r",      RM,    "vcvtss2si =r32, xmm/m32",                                 AVX),
  VCVTSS2SI_R64           ("VEX.LIG.F3.0F.W1 2D /r", "EVEX.LLIG.F3.0F.W1 2D /r",      RM,    "vcvtss2si =r64, xmm/m32",                                 AVX),
  VCVTSD2SI_R32           ("VEX.LIG.F2.0F.W0 2D /r", "EVEX.LLIG.F2.0F.W0 2D /r",      RM,    "vcvtsd2si =r32, xmm/m64",                                 AVX),
  VCVTSD2SI_R64           ("VEX.LIG.F2.0F.W1 2D /r", "EVEX.LLIG.F2.0F.W1 2D /r",      RM,    "vcvtsd2si =r64, xmm/m64",                                 AVX),
  VCVTSS2SD               ("VEX.LIG.F3.0F.WIG 5A /r", "EVEX.LLIG.F3.0F.W0 5A /r",     RVM,   "vcvtss2sd =xmm, xmm, xmm/m32",                            AVX),
  VCVTSD2SS               ("VEX.LIG.F2.0F.WIG 5A /r", "EVEX.LLIG.F2.0F.W1 5A /r",     RVM,   "vcvtsd2ss =xmm, xmm, xmm/m64",                            AVX),
  VCVTDQ2PS_XMM           ("VEX.128.0F.WIG 5B /r", "EVEX.128.0F.W0 5B /r",            RM,    "vcvtdq2ps =xmm, xmm/m128",                                AVX),
  VCVTDQ2PS_YMM           ("VEX.256.0F.WIG 5B /r", "EVEX.256.0F.W0 5B /r",            RM,    "vcvtdq2ps =ymm, ymm/m256",                                AVX),
  VCVTTPS2DQ_XMM          ("VEX.128.F3.0F.WIG 5B /r", "EVEX.128.F3.0F.W0 5B /r",      RM,    "vcvttps2dq =xmm, xmm/m128",                               AVX),
  VCVTTPS2DQ_YMM          ("VEX.256.F3.0F.WIG 5B /r", "EVEX.256.F3.0F.W0 5B /r",      RM,    "vcvttps2dq =ymm, ymm/m256",                               AVX),
  VCVTDQ2PD_XMM           ("VEX.128.F3.0F.WIG E6 /r", "EVEX.128.F3.0F.W0 E6 /r",      RM,    "vcvtdq2pd =xmm, xmm/m64",                                 AVX),
  VCVTDQ2PD_YMM           ("VEX.256.F3.0F.WIG E6 /r", "EVEX.256.F3.0F.W0 E6 /r",      RM,    "vcvtdq2pd =ymm, xmm/m128",                                AVX),
  VCVTPS2PD_XMM           ("VEX.128.0F.WIG 5A /r", "EVEX.128.0F.W0 5A /r",            RM,    "vcvtps2pd =xmm, xmm/m64",                                 AVX),
  VCVTPS2PD_YMM           ("VEX.256.0F.WIG 5A /r", "EVEX.256.0F.W0 5A /r",            RM,    "vcvtps2pd =ymm, xmm/m128",                                AVX),
  VCVTPD2PS_XMM_XMMM128   ("VEX.128.66.0F.WIG 5A /r", "EVEX.128.66.0F.W1 5A /r",      RM,    "vcvtpd2ps =xmm, xmm/m128",                                AVX),
  VCVTTPD2DQ_XMM_XMMM128  ("VEX.128.66.0F.WIG E6 /r", "EVEX.128.66.0F.W1 E6 /r",      RM,    "vcvttpd2dq =xmm, xmm/m128",                               AVX),
  VCVTPD2PS_XMM_YMMM256   ("VEX.256.66.0F.WIG 5A /r", "EVEX.256.66.0F.W1 5A /r",      RM,    "vcvtpd2ps =xmm, ymm/m256",                                AVX),
  VCVTTPD2DQ_XMM_YMMM256  ("VEX.256.66.0F.WIG E6 /r", "EVEX.256.66.0F.W1 E6 /r",      RM,    "vcvttpd2dq =xmm, ymm/m256",                               AVX),

  // Fused multiply-add: 132 is a = a*c + b, 213 is a = b*a + c, 231 is a = b*c + a, where c may be memory.
  VFMADD132SS             ("VEX.LIG.66.0F38.W0 99 /r", "EVEX.LLIG.66.0F38.W0 99 /r",  RVM,   "vfmadd132ss +xmm, xmm, xmm/m32",                          FMA),
  VFMADD132SD             ("VEX.LIG.66.0F38.W1 99 /r", "EVEX.LLIG.66.0F38.W1 99 /r",  RVM,   "vfmadd132sd +xmm, xmm, xmm/m64",                          FMA),
  VFMADD132PS_XMM         ("VEX.128.66.0F38.W0 98 /r", "EVEX.128.66.0F38.W0 98 /r",   RVM,   "vfmadd132ps +xmm, xmm, xmm/m128",                         FMA),
  VFMADD132PS_YMM         ("VEX.256.66.0F38.W0 98 /r", "EVEX.256.66.0F38.W0 98 /r",   RVM,   "vfmadd132ps +ymm, ymm, ymm/m256",                         FMA),
  VFMADD132PD_XMM         ("VEX.128.66.0F38.W1 98 /r", "EVEX.128.66.0F38.W1 98 /r",   RVM,   "vfmadd132pd +xmm, xmm, xmm/m128",                         FMA),
  VFMADD132PD_YMM         ("VEX.256.66.0F38.W1 98 /r", "EVEX.256.66.0F38.W1 98 /r",   RVM,   "vfmadd132pd +ymm, ymm, ymm/m256",                         FMA),
  VFMADD213SS             ("VEX.LIG.66.0F38.W0 A9 /r", "EVEX.LLIG.66.0F38.W0 A9 /r",  RVM,   "vfmadd213ss +xmm, xmm, xmm/m32",                          FMA),
  VFMADD213SD             ("VEX.LIG.66.0F38.W1 A9 /r", "EVEX.LLIG.66.0F38.W1 A9 /r",  RVM,   "vfmadd213sd +xmm, xmm, xmm/m64",                          FMA),
  VFMADD213PS_XMM         ("VEX.128.66.0F38.W0 A8 /r", "EVEX.128.66.0F38.W0 A8 /r",   RVM,   "vfmadd213ps +xmm, xmm, xmm/m128",                         FMA),
  VFMADD213PS_YMM         ("VEX.256.66.0F38.W0 A8 /r", "EVEX.256.66.0F38.W0 A8 /r",   RVM,   "vfmadd213ps +ymm, ymm, ymm/m256",                         FMA),
  VFMADD213PD_XMM         ("VEX.128.66.0F38.W1 A8 /r", "EVEX.128.66.0F38.W1 A8 /r",   RVM,   "vfmadd213pd +xmm, xmm, xmm/m128",                         FMA),
  VFMADD213PD_YMM         ("VEX.256.66.0F38.W1 A8 /r", "EVEX.256.66.0F38.W1 A8 /r",   RVM,   "vfmadd213pd +ymm, ymm, ymm/m256",                         FMA),
  VFMADD231SS             ("VEX.LIG.66.0F38.W0 B9 /r", "EVEX.LLIG.66.0F38.W0 B9 /r",  RVM,   "vfmadd231ss +xmm, xmm, xmm/m32",                          FMA),
  VFMADD231SD             ("VEX.LIG.66.0F38.W1 B9 /r", "EVEX.LLIG.66.0F38.W1 B9 /r",  RVM,   "vfmadd231sd +xmm, xmm, xmm/m64",                          FMA),
  VFMADD231PS_XMM         ("VEX.128.66.0F38.W0 B8 /r", "EVEX.128.66.0F38.W0 B8 /r",   RVM,   "vfmadd231ps +xmm, xmm, xmm/m128",                         FMA),
  VFMADD231PS_YMM         ("VEX.256.66.0F38.W0 B8 /r", "EVEX.256.66.0F38.W0 B8 /r",   RVM,   "vfmadd231ps +ymm, ymm, ymm/m256",                         FMA),
  VFMADD231PD_XMM         ("VEX.128.66.0F38.W1 B8 /r", "EVEX.128.66.0F38.W1 B8 /r",   RVM,   "vfmadd231pd +xmm, xmm, xmm/m128",                         FMA),
  VFMADD231PD_YMM         ("VEX.256.66.0F38.W1 B8 /r", "EVEX.256.66.0F38.W1 B8 /r",   RVM,   "vfmadd231pd +ymm, ymm, ymm/m256",                         FMA),
  VFMSUB132SS             ("VEX.LIG.66.0F38.W0 9B /r", "EVEX.LLIG.66.0F38.W0 9B /r",  RVM,   "vfmsub132ss +xmm, xmm, xmm/m32",                          FMA),
  VFMSUB132SD             ("VEX.LIG.66.0F38.W1 9B /r", "EVEX.LLIG.66.0F38.W1 9B /r",  RVM,   "vfmsub132sd +xmm, xmm, xmm/m64",                          FMA),
  VFMSUB132PS_XMM         ("VEX.128.66.0F38.W0 9A /r", "EVEX.128.66.0F38.W0 9A /r",   RVM,   "vfmsub132ps +xmm, xmm, xmm/m128",                         FMA),
  VFMSUB132PS_YMM         ("VEX.256.66.0F38.W0 9A /r", "EVEX.256.66.0F38.W0 9A /r",   RVM,   "vfmsub132ps +ymm, ymm, ymm/m256",                         FMA),
  VFMSUB132PD_XMM         ("VEX.128.66.0F38.W1 9A /r", "EVEX.128.66.0F38.W1 9A /r",   RVM,   "vfmsub132pd +xmm, xmm, xmm/m128",                         FMA),
  VFMSUB132PD_YMM         ("VEX.256.66.0F38.W1 9A /r", "EVEX.256.66.0F38.W1 9A /r",   RVM,   "vfmsub132pd +ymm, ymm, ymm/m256",                         FMA),
  VFMSUB213SS             ("VEX.LIG.66.0F38.W0 AB /r", "EVEX.LLIG.66.0F38.W0 AB /r",  RVM,   "vfmsub213ss +xmm, xmm, xmm/m32",                          FMA),
  VFMSUB213SD             ("VEX.LIG.66.0F38.W1 AB /r", "EVEX.LLIG.66.0F38.W1 AB /r",  RVM,   "vfmsub213sd +xmm, xmm, xmm/m64",                          FMA),
  VFMSUB213PS_XMM         ("VEX.128.66.0F38.W0 AA /r", "EVEX.128.66.0F38.W0 AA /r",   RVM,   "vfmsub213ps +xmm, xmm, xmm/m128",                         FMA),
  VFMSUB213PS_YMM         ("VEX.256.66.0F38.W0 AA /r", "EVEX.256.66.0F38.W0 AA /r",   RVM,   "vfmsub213ps +ymm, ymm, ymm/m256",                         FMA),
  VFMSUB213PD_XMM         ("VEX.128.66.0F38.W1 AA /r", "EVEX.128.66.0F38.W1 AA /r",   RVM,   "vfmsub213pd +xmm, xmm, xmm/m128",                         FMA),
  VFMSUB213PD_YMM         ("VEX.256.66.0F38.W1 AA /r", "EVEX.256.66.0F38.W1 AA /r",   RVM,   "vfmsub213pd +ymm, ymm, ymm/m256",                         FMA),
  VFMSUB231SS             ("VEX.LIG.66.0F38.W0 BB /r", "EVEX.LLIG.66.0F38.W0 BB /r",  RVM,   "vfmsub231ss +xmm, xmm, xmm/m32",                          FMA),
  VFMSUB231SD             ("VEX.LIG.66.0F38.W1 BB /r", "EVEX.LLIG.66.0F38.W1 BB /r",  RVM,   "vfmsub231sd +xmm, xmm, xmm/m64",                          FMA),
  VFMSUB231PS_XMM         ("VEX.128.66.0F38.W0 BA /r", "EVEX.128.66.0F38.W0 BA /r",   RVM,   "vfmsub231ps +xmm, xmm, xmm/m128",                         FMA),
  VFMSUB231PS_YMM         ("VEX.256.66.0F38.W0 BA /r", "EVEX.256.66.0F38.W0 BA /r",   RVM,   "vfmsub231ps +ymm, ymm, ymm/m256",                         FMA),
  VFMSUB231PD_XMM         ("VEX.128.66.0F38.W1 BA /r", "EVEX.128.66.0F38.W1 BA /r",   RVM,   "vfmsub231pd +xmm, xmm, xmm/m128",                         FMA),
  VFMSUB231PD_YMM         ("VEX.256.66.0F38.W1 BA /r", "EVEX.256.66.0F38.W1 BA /r",   RVM,   "vfmsub231pd +ymm, ymm, ymm/m256",                         FMA),
  VFNMADD132SS            ("VEX.LIG.66.0F38.W0 9D /r", "EVEX.LLIG.66.0F38.W0 9D /r",  RVM,   "vfnmadd132ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMADD132SD            ("VEX.LIG.66.0F38.W1 9D /r", "EVEX.LLIG.66.0F38.W1 9D /r",  RVM,   "vfnmadd132sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMADD132PS_XMM        ("VEX.128.66.0F38.W0 9C /r", "EVEX.128.66.0F38.W0 9C /r",   RVM,   "vfnmadd132ps +xmm, xmm, xmm/m128",                        FMA),
  VFNMADD132PS_YMM        ("VEX.256.66.0F38.W0 9C /r", "EVEX.256.66.0F38.W0 9C /r",   RVM,   "vfnmadd132ps +ymm, ymm, ymm/m256",                        FMA),
  VFNMADD132PD_XMM        ("VEX.128.66.0F38.W1 9C /r", "EVEX.128.66.0F38.W1 9C /r",   RVM,   "vfnmadd132pd +xmm, xmm, xmm/m128",                        FMA),
  VFNMADD132PD_YMM        ("VEX.256.66.0F38.W1 9C /r", "EVEX.256.66.0F38.W1 9C /r",   RVM,   "vfnmadd132pd +ymm, ymm, ymm/m256",                        FMA),
  VFNMADD213SS            ("VEX.LIG.66.0F38.W0 AD /r", "EVEX.LLIG.66.0F38.W0 AD /r",  RVM,   "vfnmadd213ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMADD213SD            ("VEX.LIG.66.0F38.W1 AD /r", "EVEX.LLIG.66.0F38.W1 AD /r",  RVM,   "vfnmadd213sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMADD213PS_XMM        ("VEX.128.66.0F38.W0 AC /r", "EVEX.128.66.0F38.W0 AC /r",   RVM,   "vfnmadd213ps +xmm, xmm, xmm/m128",                        FMA),
  VFNMADD213PS_YMM        ("VEX.256.66.0F38.W0 AC /r", "EVEX.256.66.0F38.W0 AC /r",   RVM,   "vfnmadd213ps +ymm, ymm, ymm/m256",                        FMA),
  VFNMADD213PD_XMM        ("VEX.128.66.0F38.W1 AC /r", "EVEX.128.66.0F38.W1 AC /r",   RVM,   "vfnmadd213pd +xmm, xmm, xmm/m128",                        FMA),
  VFNMADD213PD_YMM        ("VEX.256.66.0F38.W1 AC /r", "EVEX.256.66.0F38.W1 AC /r",   RVM,   "vfnmadd213pd +ymm, ymm, ymm/m256",                        FMA),
  VFNMADD231SS            ("VEX.LIG.66.0F38.W0 BD /r", "EVEX.LLIG.66.0F38.W0 BD /r",  RVM,   "vfnmadd231ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMADD231SD            ("VEX.LIG.66.0F38.W1 BD /r", "EVEX.LLIG.66.0F38.W1 BD /r",  RVM,   "vfnmadd231sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMADD231PS_XMM        ("VEX.128.66.0F38.W0 BC /r", "EVEX.128.66.0F38.W0 BC /r",   RVM,   "vfnmadd231ps +xmm, xmm, xmm/m128",                        FMA),
  VFNMADD231PS_YMM        ("VEX.256.66.0F38.W0 BC /r", "EVEX.256.66.0F38.W0 BC /r",   RVM,   "vfnmadd231ps +ymm, ymm, ymm/m256",                        FMA),
  VFNMADD231PD_XMM        ("VEX.128.66.0F38.W1 BC /r", "EVEX.128.66.0F38.W1 BC /r",   RVM,   "vfnmadd231pd +xmm, xmm, xmm/m128",                        FMA),
  VFNMADD231PD_YMM        ("VEX.256.66.0F38.W1 BC /r", "EVEX.256.66.0F38.W1 BC /r",   RVM,   "vfnmadd231pd +ymm, ymm, ymm/m256",                        FMA),
  VFNMSUB132SS            ("VEX.LIG.66.0F38.W0 9F /r", "EVEX.LLIG.66.0F38.W0 9F /r",  RVM,   "vfnmsub132ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMSUB132SD            ("VEX.LIG.66.0F38.W1 9F /r", "EVEX.LLIG.66.0F38.W1 9F /r",  RVM,   "vfnmsub132sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMSUB132PS_XMM        ("VEX.128.66.0F38.W0 9E /r", "EVEX.128.66.0F38.W0 9E /r",   RVM,   "vfnmsub132ps +xmm, xmm, xmm/m128",                        FMA),
  VFNMSUB132PS_YMM        ("VEX.256.66.0F38.W0 9E /r", "EVEX.256.66.0F38.W0 9E /r",   RVM,   "vfnmsub132ps +ymm, ymm, ymm/m256",                        FMA),
  VFNMSUB132PD_XMM        ("VEX.128.66.0F38.W1 9E /r", "EVEX.128.66.0F38.W1 9E /r",   RVM,   "vfnmsub132pd +xmm, xmm, xmm/m128",                        FMA),
  VFNMSUB132PD_YMM        ("VEX.256.66.0F38.W1 9E /r", "EVEX.256.66.0F38.W1 9E /r",   RVM,   "vfnmsub132pd +ymm, ymm, ymm/m256",                        FMA),
  VFNMSUB213SS            ("VEX.LIG.66.0F38.W0 AF /r", "EVEX.LLIG.66.0F38.W0 AF /r",  RVM,   "vfnmsub213ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMSUB213SD            ("VEX.LIG.66.0F38.W1 AF /r", "EVEX.LLIG.66.0F38.W1 AF /r",  RVM,   "vfnmsub213sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMSUB213PS_XMM        ("VEX.128.66.0F38.W0 AE /r", "EVEX.128.66.0F38.W0 AE /r",   RVM,   "vfnmsub213ps +xmm, xmm, xmm/m128",                        FMA),
  VFNMSUB213PS_YMM        ("VEX.256.66.0F38.W0 AE /r", "EVEX.256.66.0F38.W0 AE /r",   RVM,   "vfnmsub213ps +ymm, ymm, ymm/m256",                        FMA),
  VFNMSUB213PD_XMM        ("VEX.128.66.0F38.W1 AE /r", "EVEX.128.66.0F38.W1 AE /r",   RVM,   "vfnmsub213pd +xmm, xmm, xmm/m128",                        FMA),
  VFNMSUB213PD_YMM        ("VEX.256.66.0F38.W1 AE /r", "EVEX.256.66.0F38.W1 AE /r",   RVM,   "vfnmsub213pd +ymm, ymm, ymm/m256",                        FMA),
  VFNMSUB231SS            ("VEX.LIG.66.0F38.W0 BF /r", "EVEX.LLIG.66.0F38.W0 BF /r",  RVM,   "vfnmsub231ss +xmm, xmm, xmm/m32",                         FMA),
  VFNMSUB231SD            ("VEX.LIG.66.0F38.W1 BF /r", "EVEX.LLIG.66.0F38.W1 BF /r",  RVM,   "vfnmsub231sd +xmm, xmm, xmm/m64",                         FMA),
  VFNMSUB231PS_XMM        ("VEX.128.66.0F38.W0 BE /r", "EVEX.128.66.0F38.W0 BE /r",   RVM,   "vfnmsub231ps +xmm, xmm, xmm/m128",                        FMA),
  VFNMSUB231PS_YMM        ("VEX.256.66.0F38.W0 BE /r", "EVEX.256.66.0F38.W0 BE /r",   RVM,   "vfnmsub231ps +ymm, ymm, ymm/m256",                        FMA),
  VFNMSUB231PD_XMM        ("VEX.128.66.0F38.W1 BE /r", "EVEX.128.66.0F38.W1 BE /r",   RVM,   "vfnmsub231pd +xmm, xmm, xmm/m128",                        FMA),
  VFNMSUB231PD_YMM        ("VEX.256.66.0F38.W1 BE /r", "EVEX.256.66.0F38.W1 BE /r",   RVM,   "vfnmsub231pd +ymm, ymm, ymm/m256",                        FMA),

  // Half precision.
  VCVTPH2PS_XMM           ("VEX.128.66.0F38.W0 13 /r", "EVEX.128.66.0F38.W0 13 /r",   RM,    "vcvtph2ps =xmm, xmm/m64",                                 F16C),
  VCVTPS2PH_XMMM64        ("VEX.128.66.0F3A.W0 1D /r ib", "EVEX.128.66.0F3A.W0 1D /r ib", MRI,   "vcvtps2ph =xmm/m64, xmm, imm8",                           F16C),
  VCVTPH2PS_YMM           ("VEX.256.66.0F38.W0 13 /r", "EVEX.256.66.0F38.W0 13 /r",   RM,    "vcvtph2ps =ymm, xmm/m128",                                F16C),
  VCVTPS2PH_XMMM128       ("VEX.256.66.0F3A.W0 1D /r ib", "EVEX.256.66.0F3A.W0 1D /r ib", MRI,   "vcvtps2ph =xmm/m128, ymm, imm8",                          F16C),

  // Vector integers.
  VPAND_XMM               ("VEX.128.66.0F.WIG DB /r",                                 RVM,   "vpand =xmm, xmm, xmm/m128",                               AVX),
  VPAND_YMM               ("VEX.256.66.0F.WIG DB /r",                                 RVM,   "vpand =ymm, ymm, ymm/m256",                               AVX2),
  VPANDN_XMM              ("VEX.128.66.0F.WIG DF /r",                                 RVM,   "vpandn =xmm, xmm, xmm/m128",                              AVX),
  VPANDN_YMM              ("VEX.256.66.0F.WIG DF /r",                                 RVM,   "vpandn =ymm, ymm, ymm/m256",                              AVX2),
  VPOR_XMM                ("VEX.128.66.0F.WIG EB /r",                                 RVM,   "vpor =xmm, xmm, xmm/m128",                                AVX),
  VPOR_YMM                ("VEX.256.66.0F.WIG EB /r",                                 RVM,   "vpor =ymm, ymm, ymm/m256",                                AVX2),
  VPXOR_XMM               ("VEX.128.66.0F.WIG EF /r",                                 RVM,   "vpxor =xmm, xmm, xmm/m128",                               AVX),
  VPXOR_YMM               ("VEX.256.66.0F.WIG EF /r",                                 RVM,   "vpxor =ymm, ymm, ymm/m256",                               AVX2),
  VPADDB_XMM              ("VEX.128.66.0F.WIG FC /r", "EVEX.128.66.0F.WIG FC /r",     RVM,   "vpaddb =xmm, xmm, xmm/m128",                              AVX),
  VPADDB_YMM              ("VEX.256.66.0F.WIG FC /r", "EVEX.256.66.0F.WIG FC /r",     RVM,   "vpaddb =ymm, ymm, ymm/m256",                              AVX2),
  VPADDW_XMM              ("VEX.128.66.0F.WIG FD /r", "EVEX.128.66.0F.WIG FD /r",     RVM,   "vpaddw =xmm, xmm, xmm/m128",                              AVX),
  VPADDW_YMM              ("VEX.256.66.0F.WIG FD /r", "EVEX.256.66.0F.WIG FD /r",     RVM,   "vpaddw =ymm, ymm, ymm/m256",                              AVX2),
  VPADDD_XMM              ("VEX.128.66.0F.WIG FE /r", "EVEX.128.66.0F.W0 FE /r",      RVM,   "vpaddd =xmm, xmm, xmm/m128",                              AVX),
  VPADDD_YMM              ("VEX.256.66.0F.WIG FE /r", "EVEX.256.66.0F.W0 FE /r",      RVM,   "vpaddd =ymm, ymm, ymm/m256",                              AVX2),
  VPADDQ_XMM              ("VEX.128.66.0F.WIG D4 /r", "EVEX.128.66.0F.W1 D4 /r",      RVM,   "vpaddq =xmm, xmm, xmm/m128",                              AVX),
  VPADDQ_YMM              ("VEX.256.66.0F.WIG D4 /r", "EVEX.256.66.0F.W1 D4 /r",      RVM,   "vpaddq =ymm, ymm, ymm/m256",                              AVX2),
  VPSUBB_XMM              ("VEX.128.66.0F.WIG F8 /r", "EVEX.128.66.0F.WIG F8 /r",     RVM,   "vpsubb =xmm, xmm, xmm/m128",                              AVX),
  VPSUBB_YMM              ("VEX.256.66.0F.WIG F8 /r", "EVEX.256.66.0F.WIG F8 /r",     RVM,   "vpsubb =ymm, ymm, ymm/m256",                              AVX2),
  VPSUBW_XMM              ("VEX.128.66.0F.WIG F9 /r", "EVEX.128.66.0F.WIG F9 /r",     RVM,   "vpsubw =xmm, xmm, xmm/m128",                              AVX),
  VPSUBW_YMM              ("VEX.256.66.0F.WIG F9 /r", "EVEX.256.66.0F.WIG F9 /r",     RVM,   "vpsubw =ymm, ymm, ymm/m256",                              AVX2),
  VPSUBD_XMM              ("VEX.128.66.0F.WIG FA /r", "EVEX.128.66.0F.W0 FA /r",      RVM,   "vpsubd =xmm, xmm, xmm/m128",                              AVX),
  VPSUBD_YMM              ("VEX.256.66.0F.WIG FA /r", "EVEX.256.66.0F.W0 FA /r",      RVM,   "vpsubd =ymm, ymm, ymm/m256",                              AVX2),
  VPSUBQ_XMM              ("VEX.128.66.0F.WIG FB /r", "EVEX.128.66.0F.W1 FB /r",      RVM,   "vpsubq =xmm, xmm, xmm/m128",                              AVX),
  VPSUBQ_YMM              ("VEX.256.66.0F.WIG FB /r", "EVEX.256.66.0F.W1 FB /r",      RVM,   "vpsubq =ymm, ymm, ymm/m256",                              AVX2),
  VPMULLW_XMM             ("VEX.128.66.0F.WIG D5 /r", "EVEX.128.66.0F.WIG D5 /r",     RVM,   "vpmullw =xmm, xmm, xmm/m128",                             AVX),
  VPMULLW_YMM             ("VEX.256.66.0F.WIG D5 /r", "EVEX.256.66.0F.WIG D5 /r",     RVM,   "vpmullw =ymm, ymm, ymm/m256",                             AVX2),
  VPMULUDQ_XMM            ("VEX.128.66.0F.WIG F4 /r", "EVEX.128.66.0F.W1 F4 /r",      RVM,   "vpmuludq =xmm, xmm, xmm/m128",                            AVX),
  VPMULUDQ_YMM            ("VEX.256.66.0F.WIG F4 /r", "EVEX.256.66.0F.W1 F4 /r",      RVM,   "vpmuludq =ymm, ymm, ymm/m256",                            AVX2),
  VPCMPEQB_XMM            ("VEX.128.66.0F.WIG 74 /r",                                 RVM,   "vpcmpeqb =xmm, xmm, xmm/m128",                            AVX),
  VPCMPEQB_YMM            ("VEX.256.66.0F.WIG 74 /r",                                 RVM,   "vpcmpeqb =ymm, ymm, ymm/m256",                            AVX2),
  VPCMPEQW_XMM            ("VEX.128.66.0F.WIG 75 /r",                                 RVM,   "vpcmpeqw =xmm, xmm, xmm/m128",                            AVX),
  VPCMPEQW_YMM            ("VEX.256.66.0F.WIG 75 /r",                                 RVM,   "vpcmpeqw =ymm, ymm, ymm/m256",                            AVX2),
  VPCMPEQD_XMM            ("VEX.128.66.0F.WIG 76 /r",                                 RVM,   "vpcmpeqd =xmm, xmm, xmm/m128",                            AVX),
  VPCMPEQD_YMM            ("VEX.256.66.0F.WIG 76 /r",                                 RVM,   "vpcmpeqd =ymm, ymm, ymm/m256",                            AVX2),
  VPCMPGTB_XMM            ("VEX.128.66.0F.WIG 64 /r",                                 RVM,   "vpcmpgtb =xmm, xmm, xmm/m128",                            AVX),
  VPCMPGTB_YMM            ("VEX.256.66.0F.WIG 64 /r",                                 RVM,   "vpcmpgtb =ymm, ymm, ymm/m256",                            AVX2),
  VPCMPGTW_XMM            ("VEX.128.66.0F.WIG 65 /r",                                 RVM,   "vpcmpgtw =xmm, xmm, xmm/m128",                            AVX),
  VPCMPGTW_YMM            ("VEX.256.66.0F.WIG 65 /r",                                 RVM,   "vpcmpgtw =ymm, ymm, ymm/m256",                            AVX2),
  VPCMPGTD_XMM            ("VEX.128.66.0F.WIG 66 /r",                                 RVM,   "vpcmpgtd =xmm, xmm, xmm/m128",                            AVX),
  VPCMPGTD_YMM            ("VEX.256.66.0F.WIG 66 /r",                                 RVM,   "vpcmpgtd =ymm, ymm, ymm/m256",                            AVX2),
  VPMULLD_XMM             ("VEX.128.66.0F38.WIG 40 /r", "EVEX.128.66.0F38.W0 40 /r",  RVM,   "vpmulld =xmm, xmm, xmm/m128",                             AVX),
  VPMULLD_YMM             ("VEX.256.66.0F38.WIG 40 /r", "EVEX.256.66.0F38.W0 40 /r",  RVM,   "vpmulld =ymm, ymm, ymm/m256",                             AVX2),
  VPCMPEQQ_XMM            ("VEX.128.66.0F38.WIG 29 /r",                               RVM,   "vpcmpeqq =xmm, xmm, xmm/m128",                            AVX),
  VPCMPEQQ_YMM            ("VEX.256.66.0F38.WIG 29 /r",                               RVM,   "vpcmpeqq =ymm, ymm, ymm/m256",                            AVX2),
  VPCMPGTQ_XMM            ("VEX.128.66.0F38.WIG 37 /r",                               RVM,   "vpcmpgtq =xmm, xmm, xmm/m128",                            AVX),
  VPCMPGTQ_YMM            ("VEX.256.66.0F38.WIG 37 /r",                               RVM,   "vpcmpgtq =ymm, ymm, ymm/m256",                            AVX2),
  VPMINSD_XMM             ("VEX.128.66.0F38.WIG 39 /r", "EVEX.128.66.0F38.W0 39 /r",  RVM,   "vpminsd =xmm, xmm, xmm/m128",                             AVX),
  VPMINSD_YMM             ("VEX.256.66.0F38.WIG 39 /r", "EVEX.256.66.0F38.W0 39 /r",  RVM,   "vpminsd =ymm, ymm, ymm/m256",                             AVX2),
  VPMAXSD_XMM             ("VEX.128.66.0F38.WIG 3D /r", "EVEX.128.66.0F38.W0 3D /r",  RVM,   "vpmaxsd =xmm, xmm, xmm/m128",                             AVX),
  VPMAXSD_YMM             ("VEX.256.66.0F38.WIG 3D /r", "EVEX.256.66.0F38.W0 3D /r",  RVM,   "vpmaxsd =ymm, ymm, ymm/m256",                             AVX2),
  VPMINUD_XMM             ("VEX.128.66.0F38.WIG 3B /r", "EVEX.128.66.0F38.W0 3B /r",  RVM,   "vpminud =xmm, xmm, xmm/m128",                             AVX),
  VPMINUD_YMM             ("VEX.256.66.0F38.WIG 3B /r", "EVEX.256.66.0F38.W0 3B /r",  RVM,   "vpminud =ymm, ymm, ymm/m256",                             AVX2),
  VPMAXUD_XMM             ("VEX.128.66.0F38.WIG 3F /r", "EVEX.128.66.0F38.W0 3F /r",  RVM,   "vpmaxud =xmm, xmm, xmm/m128",                             AVX),
  VPMAXUD_YMM             ("VEX.256.66.0F38.WIG 3F /r", "EVEX.256.66.0F38.W0 3F /r",  RVM,   "vpmaxud =ymm, ymm, ymm/m256",                             AVX2),
  VPSHUFB_XMM             ("VEX.128.66.0F38.WIG 00 /r", "EVEX.128.66.0F38.WIG 00 /r", RVM,   "vpshufb =xmm, xmm, xmm/m128",                             AVX),
  VPSHUFB_YMM             ("VEX.256.66.0F38.WIG 00 /r", "EVEX.256.66.0F38.WIG 00 /r", RVM,   "vpshufb =ymm, ymm, ymm/m256",                             AVX2),
  VPMULDQ_XMM             ("VEX.128.66.0F38.WIG 28 /r", "EVEX.128.66.0F38.W1 28 /r",  RVM,   "vpmuldq =xmm, xmm, xmm/m128",                             AVX),
  VPMULDQ_YMM             ("VEX.256.66.0F38.WIG 28 /r", "EVEX.256.66.0F38.W1 28 /r",  RVM,   "vpmuldq =ymm, ymm, ymm/m256",                             AVX2),
  VPSLLVD_XMM             ("VEX.128.66.0F38.W0 47 /r", "EVEX.128.66.0F38.W0 47 /r",   RVM,   "vpsllvd =xmm, xmm, xmm/m128",                             AVX2),
  VPSLLVD_YMM             ("VEX.256.66.0F38.W0 47 /r", "EVEX.256.66.0F38.W0 47 /r",   RVM,   "vpsllvd =ymm, ymm, ymm/m256",                             AVX2),
  VPSLLVQ_XMM             ("VEX.128.66.0F38.W1 47 /r", "EVEX.128.66.0F38.W1 47 /r",   RVM,   "vpsllvq =xmm, xmm, xmm/m128",                             AVX2),
  VPSLLVQ_YMM             ("VEX.256.66.0F38.W1 47 /r", "EVEX.256.66.0F38.W1 47 /r",   RVM,   "vpsllvq =ymm, ymm, ymm/m256",                             AVX2),
  VPSRLVD_XMM             ("VEX.128.66.0F38.W0 45 /r", "EVEX.128.66.0F38.W0 45 /r",   RVM,   "vpsrlvd =xmm, xmm, xmm/m128",                             AVX2),
  VPSRLVD_YMM             ("VEX.256.66.0F38.W0 45 /r", "EVEX.256.66.0F38.W0 45 /r",   RVM,   "vpsrlvd =ymm, ymm, ymm/m256",                             AVX2),
  VPSRLVQ_XMM             ("VEX.128.66.0F38.W1 45 /r", "EVEX.128.66.0F38.W1 45 /r",   RVM,   "vpsrlvq =xmm, xmm, xmm/m128",                             AVX2),
  VPSRLVQ_YMM             ("VEX.256.66.0F38.W1 45 /r", "EVEX.256.66.0F38.W1 45 /r",   RVM,   "vpsrlvq =ymm, ymm, ymm/m256",                             AVX2),
  VPSRAVD_XMM             ("VEX.128.66.0F38.W0 46 /r", "EVEX.128.66.0F38.W0 46 /r",   RVM,   "vpsravd =xmm, xmm, xmm/m128",                             AVX2),
  VPSRAVD_YMM             ("VEX.256.66.0F38.W0 46 /r", "EVEX.256.66.0F38.W0 46 /r",   RVM,   "vpsravd =ymm, ymm, ymm/m256",                             AVX2),
  VPSRLW_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 71 /2 ib", "EVEX.128.66.0F.WIG 71 /2 ib", VMI,   "vpsrlw =xmm, xmm, imm8",                                  AVX),
  VPSRLW_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG D1 /r", "EVEX.128.66.0F.WIG D1 /r",     RVM,   "vpsrlw =xmm, xmm, xmm/m128",                              AVX),
  VPSRLW_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 71 /2 ib", "EVEX.256.66.0F.WIG 71 /2 ib", VMI,   "vpsrlw =ymm, ymm, imm8",                                  AVX2),
  VPSRLW_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG D1 /r", "EVEX.256.66.0F.WIG D1 /r",     RVM,   "vpsrlw =ymm, ymm, xmm/m128",                              AVX2),
  VPSRAW_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 71 /4 ib", "EVEX.128.66.0F.WIG 71 /4 ib", VMI,   "vpsraw =xmm, xmm, imm8",                                  AVX),
  VPSRAW_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG E1 /r", "EVEX.128.66.0F.WIG E1 /r",     RVM,   "vpsraw =xmm, xmm, xmm/m128",                              AVX),
  VPSRAW_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 71 /4 ib", "EVEX.256.66.0F.WIG 71 /4 ib", VMI,   "vpsraw =ymm, ymm, imm8",                                  AVX2),
  VPSRAW_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG E1 /r", "EVEX.256.66.0F.WIG E1 /r",     RVM,   "vpsraw =ymm, ymm, xmm/m128",                              AVX2),
  VPSLLW_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 71 /6 ib", "EVEX.128.66.0F.WIG 71 /6 ib", VMI,   "vpsllw =xmm, xmm, imm8",                                  AVX),
  VPSLLW_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG F1 /r", "EVEX.128.66.0F.WIG F1 /r",     RVM,   "vpsllw =xmm, xmm, xmm/m128",                              AVX),
  VPSLLW_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 71 /6 ib", "EVEX.256.66.0F.WIG 71 /6 ib", VMI,   "vpsllw =ymm, ymm, imm8",                                  AVX2),
  VPSLLW_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG F1 /r", "EVEX.256.66.0F.WIG F1 /r",     RVM,   "vpsllw =ymm, ymm, xmm/m128",                              AVX2),
  VPSRLD_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 72 /2 ib", "EVEX.128.66.0F.W0 72 /2 ib", VMI,   "vpsrld =xmm, xmm, imm8",                                  AVX),
  VPSRLD_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG D2 /r", "EVEX.128.66.0F.W0 D2 /r",      RVM,   "vpsrld =xmm, xmm, xmm/m128",                              AVX),
  VPSRLD_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 72 /2 ib", "EVEX.256.66.0F.W0 72 /2 ib", VMI,   "vpsrld =ymm, ymm, imm8",                                  AVX2),
  VPSRLD_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG D2 /r", "EVEX.256.66.0F.W0 D2 /r",      RVM,   "vpsrld =ymm, ymm, xmm/m128",                              AVX2),
  VPSRAD_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 72 /4 ib", "EVEX.128.66.0F.W0 72 /4 ib", VMI,   "vpsrad =xmm, xmm, imm8",                                  AVX),
  VPSRAD_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG E2 /r", "EVEX.128.66.0F.W0 E2 /r",      RVM,   "vpsrad =xmm, xmm, xmm/m128",                              AVX),
  VPSRAD_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 72 /4 ib", "EVEX.256.66.0F.W0 72 /4 ib", VMI,   "vpsrad =ymm, ymm, imm8",                                  AVX2),
  VPSRAD_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG E2 /r", "EVEX.256.66.0F.W0 E2 /r",      RVM,   "vpsrad =ymm, ymm, xmm/m128",                              AVX2),
  VPSLLD_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 72 /6 ib", "EVEX.128.66.0F.W0 72 /6 ib", VMI,   "vpslld =xmm, xmm, imm8",                                  AVX),
  VPSLLD_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG F2 /r", "EVEX.128.66.0F.W0 F2 /r",      RVM,   "vpslld =xmm, xmm, xmm/m128",                              AVX),
  VPSLLD_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 72 /6 ib", "EVEX.256.66.0F.W0 72 /6 ib", VMI,   "vpslld =ymm, ymm, imm8",                                  AVX2),
  VPSLLD_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG F2 /r", "EVEX.256.66.0F.W0 F2 /r",      RVM,   "vpslld =ymm, ymm, xmm/m128",                              AVX2),
  VPSRLQ_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 73 /2 ib", "EVEX.128.66.0F.W1 73 /2 ib", VMI,   "vpsrlq =xmm, xmm, imm8",                                  AVX),
  VPSRLQ_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG D3 /r", "EVEX.128.66.0F.W1 D3 /r",      RVM,   "vpsrlq =xmm, xmm, xmm/m128",                              AVX),
  VPSRLQ_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 73 /2 ib", "EVEX.256.66.0F.W1 73 /2 ib", VMI,   "vpsrlq =ymm, ymm, imm8",                                  AVX2),
  VPSRLQ_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG D3 /r", "EVEX.256.66.0F.W1 D3 /r",      RVM,   "vpsrlq =ymm, ymm, xmm/m128",                              AVX2),
  VPSLLQ_XMM_XMM_IMM8     ("VEX.128.66.0F.WIG 73 /6 ib", "EVEX.128.66.0F.W1 73 /6 ib", VMI,   "vpsllq =xmm, xmm, imm8",                                  AVX),
  VPSLLQ_XMM_XMM_XMMM128  ("VEX.128.66.0F.WIG F3 /r", "EVEX.128.66.0F.W1 F3 /r",      RVM,   "vpsllq =xmm, xmm, xmm/m128",                              AVX),
  VPSLLQ_YMM_YMM_IMM8     ("VEX.256.66.0F.WIG 73 /6 ib", "EVEX.256.66.0F.W1 73 /6 ib", VMI,   "vpsllq =ymm, ymm, imm8",                                  AVX2),
  VPSLLQ_YMM_YMM_XMMM128  ("VEX.256.66.0F.WIG F3 /r", "EVEX.256.66.0F.W1 F3 /r",      RVM,   "vpsllq =ymm, ymm, xmm/m128",                              AVX2),
  VPSHUFD_XMM             ("VEX.128.66.0F.WIG 70 /r ib", "EVEX.128.66.0F.W0 70 /r ib", RMI,   "vpshufd =xmm, xmm/m128, imm8",                            AVX),
  VPTEST_XMM              ("VEX.128.66.0F38.WIG 17 /r",                               RM,    "vptest xmm, xmm/m128, =<flags>",                          AVX),
  VPBLENDVB_XMM           ("VEX.128.66.0F3A.W0 4C /r /is4",                           RVMS,  "vpblendvb =xmm, xmm, xmm/m128, xmm",                      AVX),
  VMOVMSKPS_R32_XMM       ("VEX.128.0F.WIG 50 /r",                                    RM,    "vmovmskps =r32, xmm",                                     AVX),
  VMOVMSKPD_R32_XMM       ("VEX.128.66.0F.WIG 50 /r",                                 RM,    "vmovmskpd =r32, xmm",                                     AVX),
  VPMOVMSKB_R32_XMM       ("VEX.128.66.0F.WIG D7 /r",                                 RM,    "vpmovmskb =r32, xmm",                                     AVX),
  VPSHUFD_YMM             ("VEX.256.66.0F.WIG 70 /r ib", "EVEX.256.66.0F.W0 70 /r ib", RMI,   "vpshufd =ymm, ymm/m256, imm8",                            AVX2),
  VPTEST_YMM              ("VEX.256.66.0F38.WIG 17 /r",                               RM,    "vptest ymm, ymm/m256, =<flags>",                          AVX),
  VPBLENDVB_YMM           ("VEX.256.66.0F3A.W0 4C /r /is4",                           RVMS,  "vpblendvb =ymm, ymm, ymm/m256, ymm",                      AVX2),
  VMOVMSKPS_R32_YMM       ("VEX.256.0F.WIG 50 /r",                                    RM,    "vmovmskps =r32, ymm",                                     AVX),
  VMOVMSKPD_R32_YMM       ("VEX.256.66.0F.WIG 50 /r",                                 RM,    "vmovmskpd =r32, ymm",                                     AVX),
  VPMOVMSKB_R32_YMM       ("VEX.256.66.0F.WIG D7 /r",                                 RM,    "vpmovmskb =r32, ymm",                                     AVX2),
  VPINSRD                 ("VEX.128.66.0F3A.W0 22 /r ib", "EVEX.128.66.0F3A.W0 22 /r ib", RVMI,  "vpinsrd =xmm, xmm, r/m32, imm8",                          AVX),
  VPINSRQ                 ("VEX.128.66.0F3A.W1 22 /r ib", "EVEX.128.66.0F3A.W1 22 /r ib", RVMI,  "vpinsrq =xmm, xmm, r/m64, imm8",                          AVX),
  VPEXTRD                 ("VEX.128.66.0F3A.W0 16 /r ib", "EVEX.128.66.0F3A.W0 16 /r ib", MRI,   "vpextrd =r/m32, xmm, imm8",                               AVX),
  VPEXTRQ                 ("VEX.128.66.0F3A.W1 16 /r ib", "EVEX.128.66.0F3A.W1 16 /r ib", MRI,   "vpextrq =r/m64, xmm, imm8",                               AVX),
  VBROADCASTSS_XMM        ("VEX.128.66.0F38.W0 18 /r", "EVEX.128.66.0F38.W0 18 /r",   RM,    "vbroadcastss =xmm, xmm/m32",                              AVX2),
  VPBROADCASTD_XMM        ("VEX.128.66.0F38.W0 58 /r", "EVEX.128.66.0F38.W0 58 /r",   RM,    "vpbroadcastd =xmm, xmm/m32",                              AVX2),
  VPBROADCASTQ_XMM        ("VEX.128.66.0F38.W0 59 /r", "EVEX.128.66.0F38.W1 59 /r",   RM,    "vpbroadcastq =xmm, xmm/m64",                              AVX2),
  VBROADCASTSS_YMM        ("VEX.256.66.0F38.W0 18 /r", "EVEX.256.66.0F38.W0 18 /r",   RM,    "vbroadcastss =ymm, xmm/m32",                              AVX2),
  VPBROADCASTD_YMM        ("VEX.256.66.0F38.W0 58 /r", "EVEX.256.66.0F38.W0 58 /r",   RM,    "vpbroadcastd =ymm, xmm/m32",                              AVX2),
  VPBROADCASTQ_YMM        ("VEX.256.66.0F38.W0 59 /r", "EVEX.256.66.0F38.W1 59 /r",   RM,    "vpbroadcastq =ymm, xmm/m64",                              AVX2),
  VBROADCASTSD            ("VEX.256.66.0F38.W0 19 /r", "EVEX.256.66.0F38.W1 19 /r",   RM,    "vbroadcastsd =ymm, xmm/m64",                              AVX2),
  VEXTRACTF128            ("VEX.256.66.0F3A.W0 19 /r ib",                             MRI,   "vextractf128 =xmm/m128, ymm, imm8",                       AVX),
  VINSERTF128             ("VEX.256.66.0F3A.W0 18 /r ib",                             RVMI,  "vinsertf128 =ymm, ymm, xmm/m128, imm8",                   AVX),
  VEXTRACTI128            ("VEX.256.66.0F3A.W0 39 /r ib",                             MRI,   "vextracti128 =xmm/m128, ymm, imm8",                       AVX2),
  VINSERTI128             ("VEX.256.66.0F3A.W0 38 /r ib",                             RVMI,  "vinserti128 =ymm, ymm, xmm/m128, imm8",                   AVX2),
  VUNPCKLPS_XMM           ("VEX.128.0F.WIG 14 /r", "EVEX.128.0F.W0 14 /r",            RVM,   "vunpcklps =xmm, xmm, xmm/m128",                           AVX),
  VUNPCKHPS_XMM           ("VEX.128.0F.WIG 15 /r", "EVEX.128.0F.W0 15 /r",            RVM,   "vunpckhps =xmm, xmm, xmm/m128",                           AVX),
  VSHUFPS_XMM             ("VEX.128.0F.WIG C6 /r ib", "EVEX.128.0F.W0 C6 /r ib",      RVMI,  "vshufps =xmm, xmm, xmm/m128, imm8",                       AVX),
  VUNPCKLPS_YMM           ("VEX.256.0F.WIG 14 /r", "EVEX.256.0F.W0 14 /r",            RVM,   "vunpcklps =ymm, ymm, ymm/m256",                           AVX),
  VUNPCKHPS_YMM           ("VEX.256.0F.WIG 15 /r", "EVEX.256.0F.W0 15 /r",            RVM,   "vunpckhps =ymm, ymm, ymm/m256",                           AVX),
  VSHUFPS_YMM             ("VEX.256.0F.WIG C6 /r ib", "EVEX.256.0F.W0 C6 /r ib",      RVMI,  "vshufps =ymm, ymm, ymm/m256, imm8",                       AVX),
  VUNPCKLPD_XMM           ("VEX.128.66.0F.WIG 14 /r", "EVEX.128.66.0F.W1 14 /r",      RVM,   "vunpcklpd =xmm, xmm, xmm/m128",                           AVX),
  VUNPCKHPD_XMM           ("VEX.128.66.0F.WIG 15 /r", "EVEX.128.66.0F.W1 15 /r",      RVM,   "vunpckhpd =xmm, xmm, xmm/m128",                           AVX),
  VSHUFPD_XMM             ("VEX.128.66.0F.WIG C6 /r ib", "EVEX.128.66.0F.W1 C6 /r ib", RVMI,  "vshufpd =xmm, xmm, xmm/m128, imm8",                       AVX),
  VUNPCKLPD_YMM           ("VEX.256.66.0F.WIG 14 /r", "EVEX.256.66.0F.W1 14 /r",      RVM,   "vunpcklpd =ymm, ymm, ymm/m256",                           AVX),
  VUNPCKHPD_YMM           ("VEX.256.66.0F.WIG 15 /r", "EVEX.256.66.0F.W1 15 /r",      RVM,   "vunpckhpd =ymm, ymm, ymm/m256",                           AVX),
  VSHUFPD_YMM             ("VEX.256.66.0F.WIG C6 /r ib", "EVEX.256.66.0F.W1 C6 /r ib", RVMI,  "vshufpd =ymm, ymm, ymm/m256, imm8",                       AVX),
  VZEROUPPER              ("VEX.128.0F.WIG 77",                                       ZO,    "vzeroupper",                                              AVX),
  VZEROALL                ("VEX.256.0F.WIG 77",                                       ZO,    "vzeroall",                                                AVX),

  // AVX-512: 512 bits, predicates ({k} merges, {k}{z} zeroes), one element for all lanes (bcst), masks.
  VMOVUPS_ZMM             ("EVEX.512.0F.W0 10 /r",                                    RM,    "vmovups =zmm, zmm/m512",                                  AVX512F),
  VMOVUPS_ZMMKZ           ("EVEX.512.0F.W0 10 /r",                                    RKM,   "vmovups =zmm {k}{z}, zmm/m512",                           AVX512F),
  VMOVUPS_M512            ("EVEX.512.0F.W0 11 /r",                                    MR,    "vmovups =m512, zmm",                                      AVX512F),
  VMOVUPS_M512K           ("EVEX.512.0F.W0 11 /r",                                    MKR,   "vmovups =m512 {k}, zmm",                                  AVX512F),
  VMOVUPD_ZMM             ("EVEX.512.66.0F.W1 10 /r",                                 RM,    "vmovupd =zmm, zmm/m512",                                  AVX512F),
  VMOVUPD_ZMMKZ           ("EVEX.512.66.0F.W1 10 /r",                                 RKM,   "vmovupd =zmm {k}{z}, zmm/m512",                           AVX512F),
  VMOVUPD_M512            ("EVEX.512.66.0F.W1 11 /r",                                 MR,    "vmovupd =m512, zmm",                                      AVX512F),
  VMOVUPD_M512K           ("EVEX.512.66.0F.W1 11 /r",                                 MKR,   "vmovupd =m512 {k}, zmm",                                  AVX512F),
  VMOVDQU32_ZMM           ("EVEX.512.F3.0F.W0 6F /r",                                 RM,    "vmovdqu32 =zmm, zmm/m512",                                AVX512F),
  VMOVDQU32_ZMMKZ         ("EVEX.512.F3.0F.W0 6F /r",                                 RKM,   "vmovdqu32 =zmm {k}{z}, zmm/m512",                         AVX512F),
  VMOVDQU32_M512          ("EVEX.512.F3.0F.W0 7F /r",                                 MR,    "vmovdqu32 =m512, zmm",                                    AVX512F),
  VMOVDQU32_M512K         ("EVEX.512.F3.0F.W0 7F /r",                                 MKR,   "vmovdqu32 =m512 {k}, zmm",                                AVX512F),
  VMOVDQU64_ZMM           ("EVEX.512.F3.0F.W1 6F /r",                                 RM,    "vmovdqu64 =zmm, zmm/m512",                                AVX512F),
  VMOVDQU64_ZMMKZ         ("EVEX.512.F3.0F.W1 6F /r",                                 RKM,   "vmovdqu64 =zmm {k}{z}, zmm/m512",                         AVX512F),
  VMOVDQU64_M512          ("EVEX.512.F3.0F.W1 7F /r",                                 MR,    "vmovdqu64 =m512, zmm",                                    AVX512F),
  VMOVDQU64_M512K         ("EVEX.512.F3.0F.W1 7F /r",                                 MKR,   "vmovdqu64 =m512 {k}, zmm",                                AVX512F),
  VADDPS_ZMM              ("EVEX.512.0F.W0 58 /r",                                    RVM,   "vaddps =zmm, zmm, zmm/m512",                              AVX512F),
  VADDPS_ZMMK             ("EVEX.512.0F.W0 58 /r",                                    RKVM,  "vaddps +zmm {k}, zmm, zmm/m512",                          AVX512F),
  VADDPS_ZMM_BCST         ("EVEX.512.0F.W0 58 /r",                                    RVM,   "vaddps =zmm, zmm, m32bcst",                               AVX512F),
  VADDPD_ZMM              ("EVEX.512.66.0F.W1 58 /r",                                 RVM,   "vaddpd =zmm, zmm, zmm/m512",                              AVX512F),
  VADDPD_ZMMK             ("EVEX.512.66.0F.W1 58 /r",                                 RKVM,  "vaddpd +zmm {k}, zmm, zmm/m512",                          AVX512F),
  VADDPD_ZMM_BCST         ("EVEX.512.66.0F.W1 58 /r",                                 RVM,   "vaddpd =zmm, zmm, m64bcst",                               AVX512F),
  VMULPS_ZMM              ("EVEX.512.0F.W0 59 /r",                                    RVM,   "vmulps =zmm, zmm, zmm/m512",                              AVX512F),
  VMULPS_ZMMK             ("EVEX.512.0F.W0 59 /r",                                    RKVM,  "vmulps +zmm {k}, zmm, zmm/m512",                          AVX512F),
  VMULPS_ZMM_BCST         ("EVEX.512.0F.W0 59 /r",                                    RVM,   "vmulps =zmm, zmm, m32bcst",                               AVX512F),
  VMULPD_ZMM              ("EVEX.512.66.0F.W1 59 /r",                                 RVM,   "vmulpd =zmm, zmm, zmm/m512",                              AVX512F),
  VMULPD_ZMMK             ("EVEX.512.66.0F.W1 59 /r",                                 RKVM,  "vmulpd +zmm {k}, zmm, zmm/m512",                          AVX512F),
  VMULPD_ZMM_BCST         ("EVEX.512.66.0F.W1 59 /r",                                 RVM,   "vmulpd =zmm, zmm, m64bcst",                               AVX512F),
  VSUBPS_ZMM              ("EVEX.512.0F.W0 5C /r",                                    RVM,   "vsubps =zmm, zmm, zmm/m512",                              AVX512F),
  VSUBPD_ZMM              ("EVEX.512.66.0F.W1 5C /r",                                 RVM,   "vsubpd =zmm, zmm, zmm/m512",                              AVX512F),
  VDIVPS_ZMM              ("EVEX.512.0F.W0 5E /r",                                    RVM,   "vdivps =zmm, zmm, zmm/m512",                              AVX512F),
  VDIVPD_ZMM              ("EVEX.512.66.0F.W1 5E /r",                                 RVM,   "vdivpd =zmm, zmm, zmm/m512",                              AVX512F),
  VFMADD132PS_ZMM         ("EVEX.512.66.0F38.W0 98 /r",                               RVM,   "vfmadd132ps +zmm, zmm, zmm/m512",                         AVX512F),
  VFMADD132PD_ZMM         ("EVEX.512.66.0F38.W1 98 /r",                               RVM,   "vfmadd132pd +zmm, zmm, zmm/m512",                         AVX512F),
  VFMADD213PS_ZMM         ("EVEX.512.66.0F38.W0 A8 /r",                               RVM,   "vfmadd213ps +zmm, zmm, zmm/m512",                         AVX512F),
  VFMADD213PD_ZMM         ("EVEX.512.66.0F38.W1 A8 /r",                               RVM,   "vfmadd213pd +zmm, zmm, zmm/m512",                         AVX512F),
  VFMADD231PS_ZMM         ("EVEX.512.66.0F38.W0 B8 /r",                               RVM,   "vfmadd231ps +zmm, zmm, zmm/m512",                         AVX512F),
  VFMADD231PD_ZMM         ("EVEX.512.66.0F38.W1 B8 /r",                               RVM,   "vfmadd231pd +zmm, zmm, zmm/m512",                         AVX512F),
  VPADDD_ZMM              ("EVEX.512.66.0F.W0 FE /r",                                 RVM,   "vpaddd =zmm, zmm, zmm/m512",                              AVX512F),
  VPADDQ_ZMM              ("EVEX.512.66.0F.W1 D4 /r",                                 RVM,   "vpaddq =zmm, zmm, zmm/m512",                              AVX512F),
  VPXORD                  ("EVEX.512.66.0F.W0 EF /r",                                 RVM,   "vpxord =zmm, zmm, zmm/m512",                              AVX512F),
  VPMULLQ                 ("EVEX.512.66.0F38.W1 40 /r",                               RVM,   "vpmullq =zmm, zmm, zmm/m512",                             AVX512DQ),
  VPTERNLOGD              ("EVEX.512.66.0F3A.W0 25 /r ib",                            RVMI,  "vpternlogd +zmm, zmm, zmm/m512, imm8",                    AVX512F),
  VCMPPS_K                ("EVEX.512.0F.W0 C2 /r ib",                                 RVMI,  "vcmpps =k, zmm, zmm/m512, imm8",                          AVX512F),
  VCMPPD_K                ("EVEX.512.66.0F.W1 C2 /r ib",                              RVMI,  "vcmppd =k, zmm, zmm/m512, imm8",                          AVX512F),
  VPCMPD                  ("EVEX.512.66.0F3A.W0 1F /r ib",                            RKVMI, "vpcmpd =k {k}, zmm, zmm/m512, imm8",                      AVX512F),
  VPBROADCASTD_ZMM        ("EVEX.512.66.0F38.W0 7C /r",                               RM,    "vpbroadcastd =zmm, r32",                                  AVX512F),
  VPBROADCASTQ_ZMM        ("EVEX.512.66.0F38.W1 7C /r",                               RM,    "vpbroadcastq =zmm, r64",                                  AVX512F),
  VRNDSCALESS             ("EVEX.LLIG.66.0F3A.W0 0A /r ib",                           RVMI,  "vrndscaless =xmm, xmm, xmm/m32, imm8",                    AVX512F),
  VRNDSCALESD             ("EVEX.LLIG.66.0F3A.W1 0B /r ib",                           RVMI,  "vrndscalesd =xmm, xmm, xmm/m64, imm8",                    AVX512F),
  VCVTTSS2USI_R32         ("EVEX.LLIG.F3.0F.W0 78 /r",                                RM,    "vcvttss2usi =r32, xmm/m32",                               AVX512F),
  VCVTUSI2SS_XMM_XMM_RM32 ("EVEX.LLIG.F3.0F.W0 7B /r",                                RVM,   "vcvtusi2ss =xmm, xmm, r/m32",                             AVX512F),
  VCVTTSS2USI_R64         ("EVEX.LLIG.F3.0F.W1 78 /r",                                RM,    "vcvttss2usi =r64, xmm/m32",                               AVX512F),
  VCVTUSI2SS_XMM_XMM_RM64 ("EVEX.LLIG.F3.0F.W1 7B /r",                                RVM,   "vcvtusi2ss =xmm, xmm, r/m64",                             AVX512F),
  VCVTTSD2USI_R32         ("EVEX.LLIG.F2.0F.W0 78 /r",                                RM,    "vcvttsd2usi =r32, xmm/m64",                               AVX512F),
  VCVTUSI2SD_XMM_XMM_RM32 ("EVEX.LLIG.F2.0F.W0 7B /r",                                RVM,   "vcvtusi2sd =xmm, xmm, r/m32",                             AVX512F),
  VCVTTSD2USI_R64         ("EVEX.LLIG.F2.0F.W1 78 /r",                                RM,    "vcvttsd2usi =r64, xmm/m64",                               AVX512F),
  VCVTUSI2SD_XMM_XMM_RM64 ("EVEX.LLIG.F2.0F.W1 7B /r",                                RVM,   "vcvtusi2sd =xmm, xmm, r/m64",                             AVX512F),
  KMOVW_K_R32             ("VEX.L0.0F.W0 92 /r",                                      RM,    "kmovw =k, r32",                                           AVX512F),
  KMOVW_R32               ("VEX.L0.0F.W0 93 /r",                                      RM,    "kmovw =r32, k",                                           AVX512F),
  KMOVQ_K                 ("VEX.L0.F2.0F.W1 92 /r",                                   RM,    "kmovq =k, r64",                                           AVX512BW),
  KMOVQ_R64               ("VEX.L0.F2.0F.W1 93 /r",                                   RM,    "kmovq =r64, k",                                           AVX512BW),
  KMOVW_K_K               ("VEX.L0.0F.W0 90 /r",                                      RM,    "kmovw =k, k",                                             AVX512F),
  KANDW                   ("VEX.L1.0F.W0 41 /r",                                      RVM,   "kandw =k, k, k",                                          AVX512F),
  KORW                    ("VEX.L1.0F.W0 45 /r",                                      RVM,   "korw =k, k, k",                                           AVX512F),
  KXNORW                  ("VEX.L1.0F.W0 46 /r",                                      RVM,   "kxnorw =k, k, k",                                         AVX512F),
  KORTESTW                ("VEX.L0.0F.W0 98 /r",                                      RM,    "kortestw k, k, =<flags>",                                 AVX512F);
  // format:on

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

package bad;

import io.chutes.annotation.Chute;
import io.chutes.annotation.Endpoint;
import io.chutes.annotation.Secret;

@Chute(name = "many-secrets")
class TooManySecrets { // error: A chute has at most 64 secrets, this one has 65
    @Secret("S0") String s0;
    @Secret("S1") String s1;
    @Secret("S2") String s2;
    @Secret("S3") String s3;
    @Secret("S4") String s4;
    @Secret("S5") String s5;
    @Secret("S6") String s6;
    @Secret("S7") String s7;
    @Secret("S8") String s8;
    @Secret("S9") String s9;
    @Secret("S10") String s10;
    @Secret("S11") String s11;
    @Secret("S12") String s12;
    @Secret("S13") String s13;
    @Secret("S14") String s14;
    @Secret("S15") String s15;
    @Secret("S16") String s16;
    @Secret("S17") String s17;
    @Secret("S18") String s18;
    @Secret("S19") String s19;
    @Secret("S20") String s20;
    @Secret("S21") String s21;
    @Secret("S22") String s22;
    @Secret("S23") String s23;
    @Secret("S24") String s24;
    @Secret("S25") String s25;
    @Secret("S26") String s26;
    @Secret("S27") String s27;
    @Secret("S28") String s28;
    @Secret("S29") String s29;
    @Secret("S30") String s30;
    @Secret("S31") String s31;
    @Secret("S32") String s32;
    @Secret("S33") String s33;
    @Secret("S34") String s34;
    @Secret("S35") String s35;
    @Secret("S36") String s36;
    @Secret("S37") String s37;
    @Secret("S38") String s38;
    @Secret("S39") String s39;
    @Secret("S40") String s40;
    @Secret("S41") String s41;
    @Secret("S42") String s42;
    @Secret("S43") String s43;
    @Secret("S44") String s44;
    @Secret("S45") String s45;
    @Secret("S46") String s46;
    @Secret("S47") String s47;
    @Secret("S48") String s48;
    @Secret("S49") String s49;
    @Secret("S50") String s50;
    @Secret("S51") String s51;
    @Secret("S52") String s52;
    @Secret("S53") String s53;
    @Secret("S54") String s54;
    @Secret("S55") String s55;
    @Secret("S56") String s56;
    @Secret("S57") String s57;
    @Secret("S58") String s58;
    @Secret("S59") String s59;
    @Secret("S60") String s60;
    @Secret("S61") String s61;
    @Secret("S62") String s62;
    @Secret("S63") String s63;
    @Secret("S64") String s64;

    @Endpoint
    void hi() {}
}

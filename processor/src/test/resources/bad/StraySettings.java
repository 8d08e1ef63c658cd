package bad;

import io.chutes.annotation.Cpu;
import io.chutes.annotation.Gpu;
import io.chutes.annotation.Image;

@Gpu // error: @Gpu has no effect on a class without @Chute: add @Chute, or remove it
@Cpu // error: @Cpu has no effect on a class without @Chute: add @Chute, or remove it
@Image // error: @Image has no effect on a class without @Chute: add @Chute, or remove it
class StraySettings {}

package bad;

import io.chutes.annotation.Gpu;

@Gpu(count = 2) // error: has no effect on a class without @Chute
class StrayGpu {}

"""As much of torch as a pipeline is loaded and seeded with."""
bfloat16 = "torch.bfloat16"
float16 = "torch.float16"


class cuda:
    @staticmethod
    def is_available():
        return True


class Generator:
    def __init__(self, device):
        self.device = device
        self.seed = None

    def manual_seed(self, seed):
        self.seed = seed
        return self

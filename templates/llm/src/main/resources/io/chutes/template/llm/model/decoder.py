class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  packed : bool
  bits : int
  normed : bool
  layers : int
  heads : int
  groups : int
  width : int
  window : int
  slides : int
  scale : float
  embeddings : List[Tensor]
  norms : List[Tensor]
  epsilons : List[Tensor]
  turns : List[Tensor]
  linear : List[Tensor]
  scales : List[Tensor]
  biases : List[Tensor]
  memory : List[Tensor]

  def bind(self, w: List[Tensor], frequencies: Tensor, dtype: int, packed: bool, bits: int, biased: bool, normed: bool, layers: int, heads: int, groups: int, width: int, window: int, slides: int, epsilon: float, scale: float, tokens: int) -> int:
    self.packed = packed
    self.bits = bits
    self.normed = normed
    self.layers = layers
    self.heads = heads
    self.groups = groups
    self.width = width
    self.window = window
    self.slides = slides
    self.scale = scale
    self.epsilons.append(torch.full([1], epsilon, dtype=6, device=frequencies.device))
    self.embeddings.append(self.number(w[0], dtype))
    self.add([w[1]], dtype)
    self.norms.append(self.number(w[2], dtype))
    self.turns.append(torch.clone(frequencies))
    i = 3
    for l in range(layers):
      self.norms.append(self.number(w[i], dtype))
      self.add([w[i + 1], w[i + 2], w[i + 3]], dtype)
      i = i + 4
      if biased:
        self.biases.append(torch.cat([self.number(w[i], dtype), self.number(w[i + 1], dtype), self.number(w[i + 2], dtype)], 0))
        i = i + 3
      if normed:
        q = self.number(w[i], dtype).expand([heads, width])
        k = self.number(w[i + 1], dtype).expand([groups, width])
        self.norms.append(torch.cat([q, k], 0))
        i = i + 2
      self.add([w[i]], dtype)
      self.norms.append(self.number(w[i + 1], dtype))
      if packed:
        self.add([w[i + 2]], dtype)
        self.add([w[i + 3]], dtype)
      else:
        self.add([w[i + 2], w[i + 3]], dtype)
      self.add([w[i + 4]], dtype)
      i = i + 5
    self.memory.append(torch.empty([2 * layers, 1, groups, tokens, width], dtype=dtype, device=frequencies.device))
    for l in range(layers):
      self.memory.append(torch.narrow(self.memory[0], 0, 2 * l, 2).view([2 * groups, tokens, width]))
    return i

  def number(self, t: Tensor, dtype: int) -> Tensor:
    if t.dtype == 0:
      return t.view_copy(dtype=15).to(dtype)
    return t.to(dtype)

  def add(self, parts: List[Tensor], dtype: int) -> int:
    made : List[Tensor] = []
    for part in parts:
      if self.bits < 16:
        made.append(self.number(part, 6))
      else:
        made.append(self.number(part, dtype))
    weight = made[0]
    if len(made) > 1:
      weight = torch.cat(made, 0)
    if self.packed:
      self.linear.append(ops.mkldnn._reorder_linear_weight(weight, 256))
    elif self.bits == 4 and len(self.linear) > 0:
      self.add_four(weight)
    elif self.bits < 16:
      self.add_eight(weight)
    else:
      self.linear.append(weight)
    return len(self.linear)

  def add_eight(self, weight: Tensor) -> int:
    numbers : List[Tensor] = []
    scales : List[Tensor] = []
    for rows in torch.split(weight, 4096, 0):
      scale = torch.clamp_min(torch.amax(torch.abs(rows), [1]) / 127, 1e-30).to(15)
      scales.append(scale)
      numbers.append(torch.clamp(torch.round(rows / torch.unsqueeze(scale.to(6), 1)), -127, 127).to(1))
    self.linear.append(torch.cat(numbers, 0))
    self.scales.append(torch.cat(scales, 0))
    return len(self.linear)

  def add_four(self, weight: Tensor) -> int:
    wide = weight.view([weight.size(0), weight.size(1) // 32, 32])
    least = torch.amin(wide, [2], True)
    scale = torch.clamp_min((torch.amax(wide, [2], True) - least) / 15, 1e-30).to(15)
    middle = (least + scale.to(6) * 8).to(15)
    numbers = torch.clamp(torch.round((wide - middle.to(6)) / scale.to(6)) + 8, 0, 15).to(3)
    self.linear.append(torch._convert_weight_to_int4pack_for_cpu(numbers.view(weight.size()), 2))
    self.scales.append(torch.cat([scale, middle], 2).transpose(0, 1).contiguous())
    return len(self.linear)

  def multiply(self, x: Tensor, i: int) -> Tensor:
    if self.bits == 16:
      return torch.linear(x, self.linear[i])
    if self.bits == 4 and i > 0:
      return torch._weight_int4pack_mm_for_cpu(x, self.linear[i], 32, self.scales[i])
    return torch._weight_int8pack_mm(x, self.linear[i], self.scales[i])

  def project(self, x: Tensor, i: int, bias: Optional[Tensor]) -> Tensor:
    if self.packed:
      return ops.mkldnn._linear_pointwise(x, self.linear[i], bias, "none", [], None)
    y = self.multiply(x, i)
    if bias is not None:
      y = y + bias
    return y

  def add_projected(self, x: Tensor, y: Tensor, i: int) -> Tensor:
    if self.packed:
      return ops.mkldnn._linear_pointwise(y, x, self.linear[i], None, "add")
    return x + self.multiply(y, i)

  def feed(self, x: Tensor, h: Tensor, i: int) -> Tensor:
    if self.packed:
      gate = ops.mkldnn._linear_pointwise(h, self.linear[i], None, "swish", [], None)
      y = ops.mkldnn._linear_pointwise(h, gate, self.linear[i + 1], None, "mul")
      return self.add_projected(x, y, i + 2)
    parts = torch.chunk(self.multiply(h, i), 2, 1)
    return self.add_projected(x, torch.silu(parts[0]) * parts[1], i + 1)

  def norm(self, x: Tensor, i: int) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
    inverse = torch.rsqrt(torch.addcmul(self.epsilons[0], length, length, value=1.0 / x.size(-1)))
    return x * inverse.to(x.dtype) * self.norms[i]

  def mask(self, like: Tensor, before: int, count: int, window: int) -> Tensor:
    asks = torch.unsqueeze(torch.arange(before, before + count, device=like.device), 1)
    answers = torch.unsqueeze(torch.arange(0, before + count, device=like.device), 0)
    hidden = torch.gt(answers, asks)
    if window > 0:
      hidden = torch.logical_or(hidden, torch.ge(asks - answers, window))
    return torch.masked_fill(torch.zeros([count, before + count], dtype=like.dtype, device=like.device), hidden, float("-inf"))

  def attend(self, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    shape = [self.groups, self.heads // self.groups, k.size(2), self.width]
    y = torch.scaled_dot_product_attention(q.permute([1, 2, 0, 3]), k.transpose(0, 1).expand(shape), v.transpose(0, 1).expand(shape), mask)
    return y.permute([2, 0, 1, 3])

  def prepare(self, rows: int, scored: bool) -> int:
    words = self.embeddings[0]
    x = torch.zeros([rows, words.size(1)], dtype=words.dtype, device=words.device)
    y = torch.zeros([rows, self.heads * self.width], dtype=words.dtype, device=words.device)
    bias : Optional[Tensor] = None
    if len(self.biases) > 0:
      bias = self.biases[0]
    self.project(x, 1, bias)
    self.feed(self.add_projected(x, y, 2), x, 3)
    if scored:
      self.project(x, 0, None)
    return rows

  def step(self, work: Tensor, tokens: int, chunks: List[int], scored: int, out: Tensor) -> int:
    work = work.to(self.turns[0].device)
    x = torch.embedding(self.embeddings[0], torch.narrow(work, 0, 0, tokens))
    angles = torch.unsqueeze(torch.narrow(work, 0, tokens, tokens).to(6), 1) * self.turns[0]
    rows = torch.narrow(work, 0, 2 * tokens, tokens)
    c = torch.cos(angles) * self.scale
    s = torch.sin(angles) * self.scale
    turned = self.heads + self.groups
    still = torch.zeros([tokens, self.groups, self.width], dtype=6, device=angles.device)
    cos = torch.unsqueeze(torch.cat([c, c], 1), 1).expand([tokens, turned, self.width])
    cos = torch.cat([cos, still + 1], 1).to(x.dtype)
    sin = torch.unsqueeze(torch.cat([torch.neg(s), s], 1), 1).expand([tokens, turned, self.width])
    sin = torch.cat([sin, still], 1).to(x.dtype)
    masks : List[Tensor] = []
    seen : List[List[Tensor]] = []
    for n in range(len(chunks) // 3):
      before = chunks[3 * n + 1]
      count = chunks[3 * n + 2]
      seen.append(torch.unbind(torch.narrow(self.memory[0], 3, chunks[3 * n], before + count), 0))
      if count > 1:
        masks.append(self.mask(x, before, count, 0))
        if self.slides < self.layers:
          masks.append(self.mask(x, before, count, self.window))
        else:
          masks.append(x)
      else:
        masks.append(x)
        masks.append(x)
    i = 1
    j = 1
    for l in range(self.layers):
      bias : Optional[Tensor] = None
      if len(self.biases) > 0:
        bias = self.biases[l]
      qkv = self.project(self.norm(x, i), j, bias).view([tokens, turned + self.groups, self.width])
      if self.normed:
        i = i + 1
        qkv = torch.cat([self.norm(torch.narrow(qkv, 1, 0, turned), i), torch.narrow(qkv, 1, turned, self.groups)], 1)
      qkv = torch.addcmul(qkv * cos, torch.roll(qkv, [self.width // 2], [2]), sin)
      self.memory[l + 1].index_copy_(1, rows, torch.narrow(qkv, 1, self.heads, 2 * self.groups).transpose(0, 1))
      q = torch.narrow(qkv, 1, 0, self.heads).view([tokens, self.groups, self.heads // self.groups, self.width])
      parts : List[Tensor] = []
      at = 0
      for n in range(len(chunks) // 3):
        before = chunks[3 * n + 1]
        count = chunks[3 * n + 2]
        k = seen[n][2 * l]
        v = seen[n][2 * l + 1]
        part = torch.narrow(q, 0, at, count)
        if count == 1:
          if l >= self.slides and before >= self.window:
            k = torch.narrow(k, 2, before + 1 - self.window, self.window)
            v = torch.narrow(v, 2, before + 1 - self.window, self.window)
          parts.append(torch.scaled_dot_product_attention(part, k, v))
        else:
          mask = masks[2 * n]
          if l >= self.slides:
            mask = masks[2 * n + 1]
          parts.append(self.attend(part, k, v, mask))
        at = at + count
      if at < tokens:
        parts.append(torch.narrow(q, 0, at, tokens - at))
      y = parts[0]
      if len(parts) > 1:
        y = torch.cat(parts, 0)
      x = self.add_projected(x, y.reshape([tokens, self.heads * self.width]), j + 1)
      x = self.feed(x, self.norm(x, i + 1), j + 2)
      i = i + 2
      j = len(self.linear) // self.layers * (l + 1) + 1
    if scored > 0:
      x = torch.index_select(x, 0, torch.narrow(work, 0, 3 * tokens, scored))
      torch.narrow(out, 0, 0, scored).copy_(self.project(self.norm(x, 0), 0, None))
    return scored

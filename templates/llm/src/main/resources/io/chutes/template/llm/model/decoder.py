class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  packed : bool
  normed : bool
  layers : int
  heads : int
  groups : int
  width : int
  window : int
  slides : int
  epsilon : float
  scale : float
  embeddings : List[Tensor]
  norms : List[Tensor]
  turns : List[Tensor]
  linear : List[Tensor]
  biases : List[Tensor]
  keys : List[Tensor]
  values : List[Tensor]

  def bind(self, w: List[Tensor], frequencies: Tensor, dtype: int, packed: bool, biased: bool, normed: bool, layers: int, heads: int, groups: int, width: int, window: int, slides: int, epsilon: float, scale: float, tokens: int) -> int:
    self.packed = packed
    self.normed = normed
    self.layers = layers
    self.heads = heads
    self.groups = groups
    self.width = width
    self.window = window
    self.slides = slides
    self.epsilon = epsilon
    self.scale = scale
    self.embeddings.append(self.number(w[0], dtype))
    self.add(self.number(w[1], dtype))
    self.norms.append(self.number(w[2], dtype))
    self.turns.append(torch.clone(frequencies))
    i = 3
    for l in range(layers):
      self.norms.append(self.number(w[i], dtype))
      self.add(torch.cat([self.number(w[i + 1], dtype), self.number(w[i + 2], dtype), self.number(w[i + 3], dtype)], 0))
      i = i + 4
      if biased:
        self.biases.append(torch.cat([self.number(w[i], dtype), self.number(w[i + 1], dtype), self.number(w[i + 2], dtype)], 0))
        i = i + 3
      if normed:
        q = self.number(w[i], dtype).expand([heads, width])
        k = self.number(w[i + 1], dtype).expand([groups, width])
        self.norms.append(torch.cat([q, k], 0))
        i = i + 2
      self.add(self.number(w[i], dtype))
      self.norms.append(self.number(w[i + 1], dtype))
      if packed:
        self.add(self.number(w[i + 2], dtype))
        self.add(self.number(w[i + 3], dtype))
      else:
        self.add(torch.cat([self.number(w[i + 2], dtype), self.number(w[i + 3], dtype)], 0))
      self.add(self.number(w[i + 4], dtype))
      i = i + 5
      self.keys.append(torch.empty([1, groups, tokens, width], dtype=dtype, device=frequencies.device))
      self.values.append(torch.empty([1, groups, tokens, width], dtype=dtype, device=frequencies.device))
    return i

  def number(self, t: Tensor, dtype: int) -> Tensor:
    if t.dtype == 0:
      return t.view_copy(dtype=15).to(dtype)
    return t.to(dtype)

  def add(self, weight: Tensor) -> int:
    if self.packed:
      self.linear.append(ops.mkldnn._reorder_linear_weight(weight, 16))
    else:
      self.linear.append(weight)
    return len(self.linear)

  def project(self, x: Tensor, i: int, bias: Optional[Tensor]) -> Tensor:
    if self.packed:
      return ops.mkldnn._linear_pointwise(x, self.linear[i], bias, "none", [], None)
    return torch.linear(x, self.linear[i], bias)

  def add_projected(self, x: Tensor, y: Tensor, i: int) -> Tensor:
    if self.packed:
      return ops.mkldnn._linear_pointwise(y, x, self.linear[i], None, "add")
    return x + torch.linear(y, self.linear[i])

  def feed(self, x: Tensor, h: Tensor, i: int) -> Tensor:
    if self.packed:
      gate = ops.mkldnn._linear_pointwise(h, self.linear[i], None, "swish", [], None)
      y = ops.mkldnn._linear_pointwise(h, gate, self.linear[i + 1], None, "mul")
      return self.add_projected(x, y, i + 2)
    parts = torch.chunk(torch.linear(h, self.linear[i]), 2, 1)
    return self.add_projected(x, torch.silu(parts[0]) * parts[1], i + 1)

  def norm(self, x: Tensor, i: int) -> Tensor:
    return torch.rms_norm(x, [x.size(-1)], self.norms[i], self.epsilon)

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

  def step(self, work: Tensor, tokens: int, chunks: List[int], scored: int, out: Tensor) -> int:
    work = work.to(self.turns[0].device)
    x = torch.embedding(self.embeddings[0], torch.narrow(work, 0, 0, tokens))
    angles = torch.unsqueeze(torch.narrow(work, 0, tokens, tokens).to(6), 1) * self.turns[0]
    rows = torch.narrow(work, 0, 2 * tokens, tokens)
    c = torch.cos(angles) * self.scale
    s = torch.sin(angles) * self.scale
    cos = torch.unsqueeze(torch.cat([c, c], 1), 1).to(x.dtype)
    sin = torch.unsqueeze(torch.cat([torch.neg(s), s], 1), 1).to(x.dtype)
    masks : List[Tensor] = []
    for n in range(len(chunks) // 3):
      before = chunks[3 * n + 1]
      count = chunks[3 * n + 2]
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
    turned = self.heads + self.groups
    for l in range(self.layers):
      bias : Optional[Tensor] = None
      if len(self.biases) > 0:
        bias = self.biases[l]
      qkv = self.project(self.norm(x, i), j, bias).view([tokens, turned + self.groups, self.width])
      qk = torch.narrow(qkv, 1, 0, turned)
      if self.normed:
        i = i + 1
        qk = torch.rms_norm(qk, [self.width], None, self.epsilon) * self.norms[i]
      qk = torch.addcmul(qk * cos, torch.roll(qk, [self.width // 2], [2]), sin)
      self.keys[l].index_copy_(2, rows, torch.unsqueeze(torch.narrow(qk, 1, self.heads, self.groups).transpose(0, 1), 0))
      self.values[l].index_copy_(2, rows, torch.unsqueeze(torch.narrow(qkv, 1, turned, self.groups).transpose(0, 1), 0))
      q = torch.narrow(qk, 1, 0, self.heads).view([tokens, self.groups, self.heads // self.groups, self.width])
      parts : List[Tensor] = []
      at = 0
      for n in range(len(chunks) // 3):
        first = 0
        before = chunks[3 * n + 1]
        count = chunks[3 * n + 2]
        if l >= self.slides and count == 1 and before >= self.window:
          first = before + 1 - self.window
        k = torch.narrow(self.keys[l], 2, chunks[3 * n] + first, before + count - first)
        v = torch.narrow(self.values[l], 2, chunks[3 * n] + first, before + count - first)
        part = torch.narrow(q, 0, at, count)
        if count == 1:
          parts.append(torch.scaled_dot_product_attention(part, k, v))
        else:
          mask = masks[2 * n]
          if l >= self.slides:
            mask = masks[2 * n + 1]
          parts.append(self.attend(part, k, v, mask))
        at = at + count
      x = self.add_projected(x, torch.cat(parts, 0).view([tokens, self.heads * self.width]), j + 1)
      x = self.feed(x, self.norm(x, i + 1), j + 2)
      i = i + 2
      j = len(self.linear) // self.layers * (l + 1) + 1
    if scored > 0:
      picked = torch.narrow(work, 0, 3 * tokens, scored)
      y = self.project(self.norm(torch.index_select(x, 0, picked), 0), 0, None)
      torch.narrow(out, 0, 0, scored).copy_(y)
    return scored

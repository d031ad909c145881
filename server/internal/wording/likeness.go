package wording

// maxLikeness is how many characters of a text are compared.
const maxLikeness = 80

// commonPairs are pairs of characters that name no particular thing.
var commonPairs = func() map[[2]rune]bool {
	m := map[[2]rune]bool{}
	for _, w := range []string{
		"建设", "项目", "工程", "任务", "完成", "开工", "全面", "全部", "提升", "整治", "年度", "工作", "以上", "达到",
		"组织", "开展", "实施", "推进", "提供", "新增", "服务", "活动", "全市", "城市", "农村", "城乡", "市级", "省级", "率达",
		"不低", "低于", "不少", "少于", "完工", "累计", "培训", "建成", "所有", "设施", "治理", "使用", "投入", "目标", "计划",
		"程建", "目建", "工建", "工率", "成率", "造提", "升改", "治工", "造任", "成年", "面完", "面开", "成治", "设任", "治任",
	} {
		r := []rune(w)
		m[[2]rune{r[0], r[1]}] = true
	}
	return m
}()

// pairsOf are the pairs of neighbouring Chinese characters of a text that name
// something, each once.
func pairsOf(s string) map[[2]rune]bool {
	m := map[[2]rune]bool{}
	var prev rune
	n := 0
	for _, r := range s {
		if r = foldRune(r); r < 0 {
			continue
		}
		r = simplifyRune(r)
		if n++; n > maxLikeness {
			break
		}
		if prev >= 0x4E00 && r >= 0x4E00 && r < 0xFF00 && prev < 0xFF00 {
			if pair := [2]rune{prev, r}; !commonPairs[pair] {
				m[pair] = true
			}
		}
		prev = r
	}
	return m
}

// likeness is how many pairs of neighbouring characters two texts share.
func likeness(a, b string) int {
	n := 0
	other := pairsOf(b)
	for pair := range pairsOf(a) {
		if other[pair] {
			n++
		}
	}
	return n
}

// alike reports whether two names share half of the shorter one's pairs.
func alike(a, b string) bool {
	pa, pb := pairsOf(a), pairsOf(b)
	least := min(len(pa), len(pb))
	if least == 0 {
		return Key(a) == Key(b)
	}
	return 2*likeness(a, b) >= least
}

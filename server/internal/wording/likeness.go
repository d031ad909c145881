package wording

// maxLikeness is how many characters of a text are compared.
const maxLikeness = 80

// pairs are the pairs of neighbouring Chinese characters of a text that name
// something, each once.
type pairs map[[2]rune]bool

// commonPairs name no particular thing.
var commonPairs = func() pairs {
	m := pairs{}
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

func pairsOf(s string) pairs {
	m := pairs{}
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
		if chinese(prev) && chinese(r) {
			if pair := [2]rune{prev, r}; !commonPairs[pair] {
				m[pair] = true
			}
		}
		prev = r
	}
	return m
}

func chinese(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }

// common is how many pairs a and b share: how alike two texts are.
func (a pairs) common(b pairs) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	n := 0
	for pair := range a {
		if b[pair] {
			n++
		}
	}
	return n
}

// alike reports whether two names share half of the shorter one's pairs.
func (a pairs) alike(b pairs) bool {
	least := min(len(a), len(b))
	return least > 0 && 2*a.common(b) >= least
}

package intake

func (t *table) readProgress(d *Draft)    {}
func (t *table) readAllocations(d *Draft) {}
func (t *table) readFundings(d *Draft)    {}

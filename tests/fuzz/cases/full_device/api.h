int f(void);
#define F(x) (x)

enum color; enum color next(enum color);

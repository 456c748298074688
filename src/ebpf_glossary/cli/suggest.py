def configure(*a):
    pass
